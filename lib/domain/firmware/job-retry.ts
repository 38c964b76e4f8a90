/** What follows a try that failed: another one after a while, or the end of the job (§5). */
import type { Evidence } from "./campaign-change";
import type { JobFacts } from "./campaign-snapshot";
import type { AttemptOutcome, JobReason } from "./campaign-states";
import { closeAttempt, type Draft, jobOf, restore, secondsFrom, setJob } from "./draft";

/** So often a command may fail to leave before the job does. */
const UNDELIVERED_MAX = 20;
/** 2^20 times any backoff is beyond every cap. */
const DOUBLINGS_MAX = 20;

export type Failing = {
  readonly reason: JobReason;
  readonly outcome: AttemptOutcome;
  /** Tries that may end so before the job does; null = as many as the campaign allows. */
  readonly triesMax?: number;
  readonly cause: string;
  readonly evidence?: Evidence;
};

/** A try that reached the station failed. */
export function failTry(draft: Draft, job: JobFacts, failing: Failing): void {
  const { outcome, evidence, triesMax = Number.POSITIVE_INFINITY } = failing;
  const cut = isCutOff(draft, job, outcome);
  closeAttempt(draft, job, { outcome, ...(evidence === undefined ? {} : { evidence }) });
  restore(draft, job);
  const closed = jobOf(draft, job.id);
  if (cut) return cancel(draft, closed, `${failing.cause}, its download was cut off`);
  const same = closed.past.filter((past) => past.outcome === outcome).length;
  const isExhausted = job.attempts >= draft.campaign.spec.attemptsMax || same >= triesMax;
  if (isExhausted || isEnding(draft)) return endFailed(draft, closed, failing);
  backOff(draft, closed, { cause: failing.cause, tries: job.attempts });
}

/** It surely never reached the station: not counted. */
export function failDelivery(draft: Draft, job: JobFacts, cause: string): void {
  closeAttempt(draft, job, { outcome: "NotDelivered" });
  restore(draft, job);
  if (isEnding(draft)) return cancel(draft, job, cause);
  const undelivered = job.undelivered + 1;
  const counts = { attempts: Math.max(0, job.attempts - 1), undelivered };
  setJob(draft, job.id, { set: counts, cause });
  if (undelivered > UNDELIVERED_MAX) {
    return endFailed(draft, job, { reason: "NotDelivered", outcome: "NotDelivered", cause });
  }
  backOff(draft, jobOf(draft, job.id), { cause, tries: undelivered });
}

/** Never to be tried again by itself. */
export function endFailed(draft: Draft, job: JobFacts, { reason, outcome, cause, evidence }: Failing): void {
  closeAttempt(draft, jobOf(draft, job.id), { outcome, ...(evidence === undefined ? {} : { evidence }) });
  restore(draft, jobOf(draft, job.id));
  const facts = evidence === undefined ? {} : { evidence };
  setJob(draft, job.id, { set: { status: "Failed", reason, seenVersion: job.station.version, ...facts }, cause });
}

/** The campaign ends before this one could. */
export function cancel(draft: Draft, job: JobFacts, cause: string): void {
  restore(draft, jobOf(draft, job.id));
  const reason = draft.campaign.status === "Closing" ? "DeadlineReached" : "Aborted";
  setJob(draft, job.id, { set: { status: "Cancelled", reason, notBefore: null }, cause });
}

/** No try follows any more. */
export const isEnding = ({ campaign: { status } }: Draft): boolean => status === "Aborting" || status === "Closing";

/** We took its file away ourselves, or had it cancelled: it did not fail. */
const isCutOff = (draft: Draft, job: JobFacts, outcome: AttemptOutcome): boolean =>
  isEnding(draft) &&
  (outcome === "NotStarted" ||
    (outcome === "DownloadFailed" &&
      (job.attempt?.grant?.isRevoked === true || draft.campaign.abortPolicy === "Cancel")));

function backOff(draft: Draft, job: JobFacts, { cause, tries }: { cause: string; tries: number }): void {
  setJob(draft, job.id, {
    set: { status: "Backoff", notBefore: secondsFrom(draft.now, backoffSeconds(draft, job, tries)), phase: null },
    cause,
  });
}

/**
 * Doubles with each try, capped, and spread by chance (full jitter) so that many do not come back at once: the chance
 * is a hash, for a decision has no dice. Longer while many downloads fail at the same time: that is our side.
 */
function backoffSeconds(draft: Draft, job: JobFacts, tries: number): number {
  const { backoffSeconds: base, backoffSecondsMax } = draft.campaign.spec;
  const crowd = 1 + draft.snapshot.downloadFailuresLately + draft.downloadFailures;
  const isDownload = job.past.at(-1)?.outcome === "DownloadFailed";
  const longest = base * 2 ** Math.min(Math.max(0, tries - 1), DOUBLINGS_MAX) * (isDownload ? crowd : 1);
  return Math.min(longest, backoffSecondsMax) * chanceOf(`${job.id}/${job.past.length}`);
}

/** From 0 to 1, always the same for the same words (FNV-1a). */
export function chanceOf(words: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < words.length; index += 1) {
    hash = Math.imul(hash ^ words.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
