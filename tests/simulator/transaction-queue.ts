import { randomUUID } from "node:crypto";
import type { Cancel, Clock } from "./clock";
import type { CallOutcome, OutgoingCall } from "./rpc-client";

/** A message about a transaction: it must reach the CSMS, in order, however long that takes. */
export type TransactionMessage = {
  readonly action: string;
  readonly build: () => object;
  readonly acknowledged?: (answer: object) => void;
};

export type PendingMessage = {
  readonly action: string;
  readonly payload: object;
  readonly attempts: number;
  readonly queuedAt: Date;
};

export type RetryPolicy = {
  /** After so many failed attempts the message is dropped, as real stations do. */
  readonly attemptsMax: number;
  /** Attempt k is followed by k times this, at most ten times. */
  readonly intervalMs: number;
  /** OCPP allows a retry to reuse the message id; a fresh one asks more of the CSMS. */
  readonly sameMessageId: boolean;
};

/**
 * The outbox of a station. It outlives connections and reboots.
 * A message leaves it when it was acknowledged with a CALLRESULT, or dropped after `attemptsMax`.
 */
export type TransactionQueue = {
  /** Resolves once the message was acknowledged, or could not be delivered at once and stays queued. */
  push(message: TransactionMessage): Promise<void>;
  resume(): void;
  pause(): void;
  readonly pending: readonly PendingMessage[];
  readonly pendingCount: number;
  readonly droppedCount: number;
  readonly drained: () => Promise<void>;
};

type Entry = {
  readonly message: TransactionMessage;
  readonly messageId: string;
  readonly queuedAt: Date;
  readonly release: () => void;
  attempts: number;
};

export function createTransactionQueue(deps: {
  readonly send: (call: OutgoingCall) => Promise<CallOutcome>;
  readonly clock: Clock;
  readonly retry: RetryPolicy;
}): TransactionQueue {
  const entries: Entry[] = [];
  const drainWaiters: (() => void)[] = [];
  let isRunning = false;
  let isPumping = false;
  let droppedCount = 0;
  let endWait: () => void = () => {};

  const stall = () => {
    for (const entry of entries) entry.release();
  };

  const pump = async () => {
    if (isPumping) return;
    isPumping = true;
    for (let head = entries[0]; isRunning && head; head = entries[0]) {
      const waitMs = await attempt(head);
      if (waitMs > 0 && isRunning) await wait(waitMs);
    }
    isPumping = false;
    if (entries.length === 0) for (const done of drainWaiters.splice(0)) done();
  };

  const attempt = async (entry: Entry): Promise<number> => {
    const { action, build, acknowledged } = entry.message;
    const messageId = deps.retry.sameMessageId ? entry.messageId : randomUUID();
    const outcome = await deps.send({ action, build, messageId });
    if (outcome.type === "Answered") {
      entries.shift();
      acknowledged?.(outcome.answer);
      entry.release();
      return 0;
    }
    stall();
    if (outcome.type === "Disconnected") {
      isRunning = false;
      return 0;
    }
    entry.attempts += 1;
    if (entry.attempts < deps.retry.attemptsMax) return deps.retry.intervalMs * Math.min(entry.attempts, 10);
    entries.shift();
    droppedCount += 1;
    return 0;
  };

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const cancel: Cancel = deps.clock.after(ms, resolve);
      endWait = () => {
        cancel();
        resolve();
      };
    });

  return {
    push: (message) =>
      new Promise((release) => {
        entries.push({ message, messageId: randomUUID(), queuedAt: new Date(deps.clock.now()), release, attempts: 0 });
        if (isRunning) void pump();
        else release();
      }),
    resume() {
      isRunning = true;
      void pump();
    },
    pause() {
      isRunning = false;
      stall();
      endWait();
    },
    get pending() {
      return entries.map(({ message, attempts, queuedAt }) => ({
        action: message.action,
        payload: message.build(),
        attempts,
        queuedAt,
      }));
    },
    get pendingCount() {
      return entries.length;
    },
    get droppedCount() {
      return droppedCount;
    },
    drained: () => new Promise((resolve) => (entries.length === 0 ? resolve() : drainWaiters.push(resolve))),
  };
}
