/** Orders that nothing unsent may outlive: pause, abort, deadline (§9). All of one is committed together. */
import type { Evidence } from "./campaign-change";
import type { AttemptFacts, JobFacts } from "./campaign-snapshot";
import { type AbortPolicy, type PauseCause, rankOf } from "./campaign-states";
import { type Draft, setCampaign, setJob, setWave } from "./draft";
import { revoke } from "./job-dispatching";
import { cancel } from "./job-retry";

/** C9, C10: what is sent goes on, and nothing else is sent. */
export function pause(draft: Draft, cause: PauseCause, evidence: Evidence | null = null): void {
  setCampaign(draft, { status: "Paused", pauseCause: cause, pauseEvidence: evidence }, cause);
  revokeUnsent(draft, cause);
}

/** C12. One that was not started has nothing to wait for. */
export function abort(draft: Draft, policy: AbortPolicy, cause: string): void {
  const isStarted = draft.campaign.status !== "Scheduled";
  const end = isStarted ? ({ status: "Aborting" } as const) : ({ status: "Aborted", finishedAt: draft.now } as const);
  setCampaign(draft, { ...end, abortPolicy: policy, pauseCause: null, pauseEvidence: null }, cause);
  stopWaiting(draft, cause);
  if (policy === "LetFinish") return;
  for (const job of draft.jobs.values()) cutOff(draft, job, policy);
}

/** C13: downloads are left to finish. */
export function closeAtDeadline(draft: Draft): void {
  setCampaign(draft, { status: "Closing", pauseCause: null, pauseEvidence: null }, "Deadline");
  stopWaiting(draft, "Deadline");
}

function stopWaiting(draft: Draft, cause: string): void {
  revokeUnsent(draft, cause);
  for (const job of draft.jobs.values()) {
    if (job.status === "Pending" || job.status === "Ready" || job.status === "Backoff") cancel(draft, job, cause);
  }
  for (const { index, status } of draft.waves.values()) {
    if (status === "Pending") setWave(draft, index, { set: { status: "Skipped", closedAt: draft.now }, cause });
  }
}

function revokeUnsent(draft: Draft, cause: string): void {
  for (const job of draft.jobs.values()) {
    if (job.status === "Dispatching" && job.attempt?.command.state === "Pending") revoke(draft, job, cause);
  }
}

/** What installs is never touched. A station that knows no cancelling loses its file instead. */
function cutOff(draft: Draft, job: JobFacts, policy: Exclude<AbortPolicy, "LetFinish">): void {
  const { attempt } = job;
  if (attempt === null || job.status === "Verifying" || attempt.command.sentAt === null) return;
  const canCancel = attempt.isSigned || job.station.can.tellsRequestId;
  if (policy === "Cancel" && canCancel) cancelUpdate(draft, job, attempt);
  else cutDownload(draft, attempt);
}

function cancelUpdate(draft: Draft, job: JobFacts, { id, phase }: AttemptFacts): void {
  if (rankOf(phase) >= rankOf("Installing")) return;
  setJob(draft, job.id, { set: { evidence: { cancelled: true } }, cause: "CancelOrdered" });
  draft.changes.push({ type: "CancelUpdate", jobId: job.id, attemptId: id });
}

function cutDownload(draft: Draft, { id, phase, grant }: AttemptFacts): void {
  if (rankOf(phase) > rankOf("Downloading") || grant?.isRevoked === true) return;
  draft.changes.push({ type: "RevokeGrant", attemptId: id });
}
