/** A try whose command has not been answered yet (J6–J13). */
import type { AttemptFacts, JobFacts } from "./campaign-snapshot";
import { furthest, type JobReason } from "./campaign-states";
import { closeAttempt, type Draft, jobOf, restore, secondsFrom, setAttempt, setJob } from "./draft";
import { hear } from "./hear-reports";
import { cancel, endFailed, failDelivery, failTry, isEnding } from "./job-retry";

export function stepDispatching(draft: Draft, job: JobFacts): void {
  const { attempt } = job;
  if (attempt === null) return; // Of this very decision.
  switch (attempt.command.state) {
    case "Pending":
      return stepUnsent(draft, job, attempt);
    case "Revoked":
      return takeBack(draft, job, "CommandRevoked");
    case "NotSent":
    case "NotConnected":
    case "Expired":
      return failDelivery(draft, job, attempt.command.state);
    case "Sent":
      if (hear(draft, job)) return;
      if (draft.now < secondsFrom(sentAtOf(attempt), draft.campaign.spec.answerSeconds)) return;
      return reconcile(draft, jobOf(draft, job.id), "NoAnswer");
    case "NoAnswer":
      if (hear(draft, job)) return;
      return reconcile(draft, jobOf(draft, job.id), "NoAnswer");
    case "Rejected":
    case "Failed":
    case "NotSupported":
      return stepRefused(draft, job, attempt);
    case "Accepted":
    case "WaitingForEffect":
    case "Scheduled":
    case "Done":
    case "NoEffect":
      return accept(draft, job, attempt);
  }
}

/** Unsent after the time for its answer: the station went away (or nobody sends). Also what a barrier may have missed. */
function stepUnsent(draft: Draft, job: JobFacts, attempt: AttemptFacts): void {
  if (draft.campaign.status !== "Running") return revoke(draft, job, draft.campaign.status);
  if (draft.now < secondsFrom(attempt.openedAt, draft.campaign.spec.answerSeconds)) return;
  draft.changes.push({ type: "RevokeCommand", commandId: attempt.command.id });
  failDelivery(draft, job, "NotSentInTime");
}

/** The barrier for one job: its command is seen unsent under its lock, and never leaves. */
export function revoke(draft: Draft, job: JobFacts, cause: string): void {
  if (job.attempt === null) return;
  draft.changes.push({ type: "RevokeCommand", commandId: job.attempt.command.id });
  takeBack(draft, job, cause);
}

/** J7: not counted. */
function takeBack(draft: Draft, job: JobFacts, cause: string): void {
  closeAttempt(draft, job, { outcome: "Revoked" });
  restore(draft, jobOf(draft, job.id));
  if (isEnding(draft)) return cancel(draft, job, cause);
  setJob(draft, job.id, { set: { status: "Ready", attempts: Math.max(0, job.attempts - 1), phase: null }, cause });
}

/** J13: it may have got there. Never sent again; asked instead. */
export function reconcile(draft: Draft, job: JobFacts, cause: string): void {
  setAttempt(draft, job, { reconcilingAt: draft.now });
  setJob(draft, job.id, { set: { status: "Reconciling" }, cause });
}

/** J8, J9 */
function accept(draft: Draft, job: JobFacts, attempt: AttemptFacts): void {
  const isForeign = attempt.command.answerStatus === "AcceptedCanceled";
  const warning = isForeign ? { evidence: { warning: "ForeignUpdateCancelled" } } : {};
  const progressAt = attempt.command.answeredAt ?? draft.now;
  const phase = furthest(attempt.phase, "Accepted");
  setAttempt(draft, job, { phase, progressAt: Math.max(attempt.progressAt, progressAt), ...warning });
  const set = { status: "InProgress", phase, ...warning } as const;
  setJob(draft, job.id, { set, cause: isForeign ? "AcceptedCanceled" : "Accepted" });
  learnFamily(draft, job, attempt);
}

/** 1.6 knows one of two: which, is known of a make once one of its stations has taken it. */
function learnFamily(draft: Draft, { stationId, station: { can } }: JobFacts, { isSigned }: AttemptFacts): void {
  if (can.tellsRequestId || (isSigned ? can.signedUpdate : can.plainUpdate) === true) return;
  draft.changes.push({ type: "Learn", stationId, ...(isSigned ? { signedUpdate: true } : { plainUpdate: true }) });
}

const WRONG_CERTIFICATES: ReadonlyMap<string, JobReason> = new Map([
  ["InvalidCertificate", "InvalidCertificate"],
  ["RevokedCertificate", "RevokedCertificate"],
]);
const UNKNOWN_CALLS: ReadonlySet<string | null> = new Set(["NotImplemented", "NotSupported"]);

/** J10, J11, J12 */
export function stepRefused(draft: Draft, job: JobFacts, { command, isSigned }: AttemptFacts): void {
  const reason = WRONG_CERTIFICATES.get(command.answerStatus ?? "");
  if (reason !== undefined) {
    draft.artifactFailures.push({ jobId: job.id, reason });
    return endFailed(draft, job, { reason, outcome: "Artifact", cause: reason });
  }
  if (command.state === "NotSupported" || UNKNOWN_CALLS.has(command.errorCode)) {
    return tryOtherFamily(draft, job, isSigned);
  }
  // It answered something that cannot be read: it may have begun all the same.
  if (command.state === "Failed" && command.errorCode === null) return reconcile(draft, job, "UnusableAnswer");
  const cause = command.answerStatus ?? command.errorCode ?? "Rejected";
  failTry(draft, job, { reason: "Refused", outcome: "Refused", cause, evidence: { answer: cause } });
}

/** J12: what it does not know, it did not begin. The other family is tried once: then both are known (L01.FR.20). */
function tryOtherFamily(draft: Draft, job: JobFacts, isSigned: boolean): void {
  const { can } = job.station;
  closeAttempt(draft, job, { outcome: "Unsupported" });
  restore(draft, jobOf(draft, job.id));
  const learnt = can.tellsRequestId
    ? { plainUpdate: false, signedUpdate: false }
    : isSigned
      ? { signedUpdate: false }
      : { plainUpdate: false };
  draft.changes.push({ type: "Learn", stationId: job.stationId, ...learnt });
  const closed = jobOf(draft, job.id);
  const knows = { ...closed.station, can: { ...can, ...learnt } };
  draft.jobs.set(job.id, { ...closed, station: knows });
  const other = isSigned ? can.plainUpdate : draft.campaign.release.isSigned ? can.signedUpdate : false;
  if (isEnding(draft)) return cancel(draft, job, "NotSupported");
  if (can.tellsRequestId || other === false) {
    return setJob(draft, job.id, { set: { status: "Skipped", reason: "Unsupported" }, cause: "NotSupported" });
  }
  const attempts = Math.max(0, job.attempts - 1);
  setJob(draft, job.id, { set: { status: "Ready", attempts, phase: null }, cause: "OtherFamily" });
}

/** Marked before it is sent; an answer may be older than the mark's own instant is told. */
export const sentAtOf = ({ command, openedAt }: AttemptFacts): number => command.sentAt ?? openedAt;
