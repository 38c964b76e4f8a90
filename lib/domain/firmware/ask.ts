/** Questions to a station before and after it is sent to: does it update, which version does it run. */
import type { CommandState } from "../station-command";
import type { AskFacts, JobFacts, StationFacts } from "./campaign-snapshot";
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
 * It does not know the trigger it was asked by. Learnt for all of its make only where it is known by which one such a
 * station is to be asked: 1.6 has another for those that want their firmware signed.
 */
export function learnNoTrigger(draft: Draft, { stationId, station: { can } }: JobFacts): void {
  if (can.statusTrigger === false) return;
  if (!can.tellsRequestId && can.plainUpdate !== true && can.signedUpdate !== true) return;
  draft.changes.push({ type: "Learn", stationId, statusTrigger: false });
}

/**
 * Is it known that the station does nothing? Quiet: yes, or it cannot be asked. Asked: the answer is to come. Silent: it
 * gave none, and is asked again later. Unknown: it is to be asked now. What was asked before an update was last sent
 * there, by whatever campaign, says nothing of now.
 */
export function quietOf(job: JobFacts, now: number): "Quiet" | "Busy" | "Asked" | "Silent" | "Unknown" {
  const { ask: asked, station } = job;
  if (station.can.statusTrigger === false) return "Quiet";
  if (asked === null || asked.what !== "FirmwareStatus" || isOutdated(asked, station)) return "Unknown";
  if (isUnheard(asked, station)) return "Unknown";
  if (asked.report === null) return untold(asked, now);
  if (now > secondsFrom(asked.report.at, FRESH_SECONDS)) return "Unknown";
  return isQuiet(asked.report.status) ? "Quiet" : "Busy";
}

const isOutdated = ({ sentAt }: AskFacts, { triedAt }: StationFacts): boolean =>
  sentAt !== null && triedAt !== null && sentAt <= triedAt;

const OPEN: ReadonlySet<CommandState> = new Set<CommandState>(["Sent", "NoAnswer"]);
/** The connection it went out on is over without an answer: there will be none, and a newer one may ask again. */
export const isUnheard = ({ state, epoch, report }: AskFacts, station: StationFacts): boolean =>
  report === null && OPEN.has(state) && epoch !== null && epoch < station.epoch;

/** It will not say: it is sent to as one that cannot. */
const UNWILLING: ReadonlySet<CommandState> = new Set<CommandState>(["NotSupported", "Rejected", "NoEffect", "Failed"]);
/** It was asked, and will not answer what it was asked for: accepted stations may refuse to boot again, and do. */
export const isUnwilling = ({ state }: AskFacts): boolean => UNWILLING.has(state);

const UNSENT: ReadonlySet<CommandState> = new Set<CommandState>(["NotConnected", "NotSent", "Expired", "Revoked"]);

function untold({ askedAt, state }: AskFacts, now: number): "Quiet" | "Asked" | "Silent" | "Unknown" {
  if (now < secondsFrom(askedAt, FRESH_SECONDS)) {
    if (UNWILLING.has(state)) return "Quiet";
    return UNSENT.has(state) ? "Silent" : "Asked";
  }
  if (UNWILLING.has(state) || UNSENT.has(state)) return "Unknown";
  return now < secondsFrom(askedAt, SILENCE_SECONDS) ? "Silent" : "Unknown";
}
