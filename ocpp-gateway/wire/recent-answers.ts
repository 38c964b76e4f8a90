/**
 * The last answers given to one station, over its connections. A call repeated
 * with the same id and content gets the same answer again (quirk C5); the same
 * id with other content is another call, since ids restart with every boot.
 */
import { createHash } from "node:crypto";
import type { CallFrame } from "./frame";

export type Recollection =
  /** Never seen: handle it, then say `answered` or `forget` with the key. */
  | { readonly type: "New"; readonly key: string }
  /** A copy of a call that is being handled; its answer goes out once. */
  | { readonly type: "InFlight" }
  | { readonly type: "Answered"; readonly text: string };

export type RecentAnswers = {
  receive(call: CallFrame, now: Date): Recollection;
  answered(key: string, text: string, now: Date): void;
  /** The call failed on our side, so that a repeat is handled afresh. */
  forget(key: string): void;
};

const ANSWERS_MAX = 16;
const REMEMBERED_MS = 10 * 60_000;

/**
 * Their answers tell the present (time, permission) or their repeat is news (a second boot with id "1"),
 * and all are safe to repeat: a remembered answer would be wrong, a new one never is.
 */
const ALWAYS_ASKED_ANEW: ReadonlySet<string> = new Set([
  "BootNotification",
  "Heartbeat",
  "StatusNotification",
  "Authorize",
]);

export function createRecentAnswers(): RecentAnswers {
  const inFlight = new Set<string>();
  const answers = new Map<string, { readonly text: string; readonly forgetAt: number }>();

  return {
    receive(call, now) {
      const key = keyOf(call);
      if (inFlight.has(key)) return { type: "InFlight" };
      const known = answers.get(key);
      if (known !== undefined && known.forgetAt > now.getTime()) return { type: "Answered", text: known.text };
      inFlight.add(key);
      return { type: "New", key };
    },
    answered(key, text, now) {
      inFlight.delete(key);
      if (isAlwaysAskedAnew(key)) return;
      answers.delete(key);
      answers.set(key, { text, forgetAt: now.getTime() + REMEMBERED_MS });
      for (const oldest of answers.keys()) {
        if (answers.size <= ANSWERS_MAX) break;
        answers.delete(oldest);
      }
    },
    forget(key) {
      inFlight.delete(key);
    },
  };
}

/** The type of the id counts too: 7 and "7" are answered differently. */
function keyOf({ rawId, action, payload }: CallFrame): string {
  const content = JSON.stringify([rawId, payload]);
  return `${action} ${createHash("sha256").update(content).digest("base64")}`;
}

function isAlwaysAskedAnew(key: string): boolean {
  return ALWAYS_ASKED_ANEW.has(key.slice(0, key.lastIndexOf(" ")));
}
