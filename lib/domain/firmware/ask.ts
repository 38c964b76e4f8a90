/** Questions to a station before and after it is sent to: does it update, which version does it run. */
import type { JobFacts } from "./campaign-snapshot";
import { type Draft, secondsFrom } from "./draft";
import { isQuiet } from "./hear-reports";

/** An answer is good for so long; so long it is waited for. */
const FRESH_SECONDS = 60;
/** A station that did not answer is left in peace, so that it does not keep a place from others. */
const SILENCE_SECONDS = 300;

export function ask(draft: Draft, job: JobFacts, what: "FirmwareStatus" | "Boot"): void {
  if (draft.ordered.has(job.id)) return;
  draft.ordered.add(job.id);
  draft.changes.push({ type: "Ask", jobId: job.id, what });
}

/**
 * Is it known that the station does nothing? Quiet: yes, or it cannot be asked. Asked: the answer is to come. Silent: it
 * gave none, and is asked again later. Unknown: it is to be asked now.
 */
export function quietOf(job: JobFacts, now: number): "Quiet" | "Busy" | "Asked" | "Silent" | "Unknown" {
  const { ask: asked, station } = job;
  if (station.can.statusTrigger === false) return "Quiet";
  if (asked === null || asked.what !== "FirmwareStatus" || asked.askedAt < triedAt(job)) return "Unknown";
  const age = (seconds: number): boolean => now < secondsFrom(asked.askedAt, seconds);
  if (asked.report !== null) {
    if (now > secondsFrom(asked.report.at, FRESH_SECONDS)) return "Unknown";
    return isQuiet(asked.report.status) ? "Quiet" : "Busy";
  }
  switch (asked.state) {
    case "NotSupported":
    case "Rejected":
    case "NoEffect":
    case "Failed":
      // It will not say: it is sent to as one that cannot.
      return age(FRESH_SECONDS) ? "Quiet" : "Unknown";
    case "NotConnected":
    case "NotSent":
    case "Expired":
    case "Revoked":
      return age(FRESH_SECONDS) ? "Silent" : "Unknown";
    default:
      if (age(FRESH_SECONDS)) return "Asked";
      return age(SILENCE_SECONDS) ? "Silent" : "Unknown";
  }
}

/** What was answered before the last try says nothing of now. One that never reached it changed nothing. */
function triedAt({ past }: JobFacts): number {
  const last = past.findLast(({ outcome }) => !UNTOUCHED.has(outcome));
  return last?.closedAt ?? Number.NEGATIVE_INFINITY;
}
const UNTOUCHED: ReadonlySet<string> = new Set(["NotDelivered", "Revoked", "Unsupported"]);
