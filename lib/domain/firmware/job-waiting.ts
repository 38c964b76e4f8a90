/** Jobs that wait: pending ones of a wave that opens, ready ones, and those between two tries (J1, J3–J5, J27). */
import type { JobFacts } from "./campaign-snapshot";
import type { JobReason } from "./campaign-states";
import { type Draft, restore, secondsFrom, setJob } from "./draft";
import { expiryReason } from "./gates";
import { cancel, isEnding } from "./job-retry";
import { isInstallableOver, isSameName } from "./version-match";

/** J1 [its wave is open], J5 */
export function stepPending(draft: Draft, job: JobFacts): void {
  if (isEnding(draft)) return cancel(draft, job, causeOfEnd(draft));
  const wave = draft.waves.get(job.waveIndex);
  if (wave === undefined || wave.status === "Pending" || wave.status === "Skipped") return;
  // One that another campaign has in hand is judged once that is over.
  const reason = skipReason(draft, job);
  if (reason !== null) return skip(draft, job, reason);
  setJob(draft, job.id, { set: { status: "Ready", readyAt: draft.now, notBefore: null }, cause: "WaveOpened" });
}

/** J3, J4, J5; the dispatch is another's (J2). */
export function stepReady(draft: Draft, job: JobFacts): void {
  if (isEnding(draft)) return cancel(draft, job, causeOfEnd(draft));
  const reason = skipReason(draft, job);
  if (reason !== null) return skip(draft, job, reason);
  const since = job.readyAt ?? job.statusAt;
  if (draft.now < secondsFrom(since, draft.campaign.spec.pendingSecondsMax)) return;
  const expired = expiryReason(draft, job);
  if (expired === null) return;
  restore(draft, job);
  setJob(draft, job.id, { set: { status: "Expired", reason: expired }, cause: "PendingExpiry" });
}

/** J3, J4, J5, J27 */
export function stepBackoff(draft: Draft, job: JobFacts): void {
  if (isEnding(draft)) return cancel(draft, job, causeOfEnd(draft));
  if (draft.isTarget(job.station.version)) return skip(draft, job, "AlreadyOnTarget");
  if (job.station.isRemoved) return skip(draft, job, "Decommissioned");
  if (job.notBefore !== null && draft.now < job.notBefore) return;
  // A try that never left its queue does not start the clock of expiry again.
  const isTried = job.past.at(-1)?.outcome !== "NotDelivered";
  const readyAt = isTried ? draft.now : (job.readyAt ?? draft.now);
  setJob(draft, job.id, { set: { status: "Ready", readyAt, notBefore: null }, cause: "BackoffOver" });
}

/** One that was given up as lost came back with the new version: said, and the verdict stays. */
export function stepLost(draft: Draft, job: JobFacts): void {
  if (job.reason !== "Lost" || job.lateOutcome !== null || !draft.isTarget(job.station.version)) return;
  setJob(draft, job.id, { set: { lateOutcome: "Recovered", seenVersion: job.station.version }, cause: "LateRecovery" });
}

function skip(draft: Draft, job: JobFacts, reason: JobReason): void {
  restore(draft, job);
  const set = { status: "Skipped", reason, seenVersion: job.station.version, notBefore: null } as const;
  setJob(draft, job.id, { set, cause: reason });
}

function skipReason(draft: Draft, { station }: JobFacts): JobReason | null {
  const { release } = draft.campaign;
  if (station.isRemoved) return "Decommissioned";
  if (draft.isTarget(station.version)) return "AlreadyOnTarget";
  const isOther = station.vendor !== null && !isSameName(station.vendor, release.vendor);
  const { model } = station;
  const isUnknown =
    model !== null && release.models.length > 0 && !release.models.some((known) => isSameName(known, model));
  if (isOther || isUnknown || !isInstallableOver(release, station.version)) return "Incompatible";
  return updateFamily(draft, station) === null ? "Unsupported" : null;
}

/**
 * Which command it gets: with a signature or without; null where it is known to take neither. A 1.6 station that wants
 * it signed says so (L01.FR.20), so the plain one is tried first where nothing is known.
 */
export function updateFamily(draft: Draft, { can }: JobFacts["station"]): { readonly isSigned: boolean } | null {
  const { isSigned } = draft.campaign.release;
  if (can.tellsRequestId) return can.plainUpdate === false && can.signedUpdate === false ? null : { isSigned };
  if (isSigned && can.signedUpdate === true) return { isSigned: true };
  if (can.plainUpdate !== false) return { isSigned: false };
  return isSigned && can.signedUpdate !== false ? { isSigned: true } : null;
}

const causeOfEnd = ({ campaign }: Draft): string => (campaign.status === "Closing" ? "Deadline" : "Abort");
