/**
 * The tick of a campaign: what follows from what the books say of it now. Idempotent, without memory and without
 * chance; who calls it again after a crash gets the same.
 *
 *   Scheduled ──► Running ◄──► Paused          jobs:  Pending → Ready → Dispatching → InProgress → Verifying → an end
 *                    │  └────────┴──► Closing ──► Completed        ↑        │             ↓ ↑          │
 *                    ├──────► Completed                            └─ Backoff ◄──── Reconciling ◄──────┘
 *                    └──────► Aborting ──► Aborted
 */
import { closeAtDeadline } from "./barrier";
import type { CampaignChange } from "./campaign-change";
import type { CampaignSnapshot, StartProof } from "./campaign-snapshot";
import { isWaveOpen } from "./campaign-states";
import { dispatch } from "./dispatch";
import { beginDraft, type Draft, jobOf, secondsFrom, setCampaign, setWave, totalsOf } from "./draft";
import { applyErrorRules, followBases } from "./error-rule";
import { stepDispatching } from "./job-dispatching";
import { stepInProgress } from "./job-progress";
import { stepReconciling } from "./job-reconcile";
import { stepVerifying } from "./job-verify";
import { stepBackoff, stepLost, stepPending, stepReady } from "./job-waiting";
import { stepWaves } from "./wave-gate";

/** A job goes through that many states at one instant at most, whatever the durations. */
const STEPS_MAX = 6;

/** `now`: milliseconds since 1970. All changes are to be committed together, in their order. */
export function decide(snapshot: CampaignSnapshot, now: number): readonly CampaignChange[] {
  const draft = beginDraft(snapshot, now);
  begin(draft);
  if (!IN_HAND.has(draft.campaign.status)) return draft.changes;
  const { deadlineAt, status } = draft.campaign;
  if (deadlineAt !== null && now >= deadlineAt && (status === "Running" || status === "Paused")) closeAtDeadline(draft);
  for (const id of draft.jobs.keys()) stepJob(draft, id);
  followBases(draft);
  applyErrorRules(draft);
  goOn(draft);
  finish(draft);
  return draft.changes;
}

const IN_HAND: ReadonlySet<string> = new Set(["Running", "Paused", "Closing", "Aborting"]);

/** C7, C8 */
function begin(draft: Draft): void {
  const { status, startAt, approvedAt, spec } = draft.campaign;
  if (status !== "Scheduled") return;
  if (approvedAt === null || draft.now >= secondsFrom(approvedAt, spec.approvalSecondsMax)) {
    return setCampaign(draft, { status: "PendingApproval", approvedAt: null }, "ApprovalExpired");
  }
  if (startAt === null || draft.now < startAt || draft.snapshot.isKilled) return;
  const { startProof } = draft.snapshot;
  if (startProof === "AsApproved") start(draft, "StartTime");
  else if (startProof !== null) refuseStart(draft, startProof);
}

export function start(draft: Draft, cause: string): void {
  setCampaign(draft, { status: "Running", ...timesFromNow(draft) }, cause);
}

/** Nothing of it is begun: a person has to look at it (C10). Its deadline runs, so that it does not stand there for ever. */
function refuseStart(draft: Draft, found: StartProof): void {
  const paused = { status: "Paused", pauseCause: "NotAsApproved", pauseEvidence: { found } } as const;
  setCampaign(draft, { ...paused, ...timesFromNow(draft) }, "NotAsApproved");
}

const timesFromNow = ({ now, campaign }: Draft) => ({
  startedAt: now,
  deadlineAt: secondsFrom(now, campaign.spec.deadlineSeconds),
});

/** As far as it gets now: with durations of nothing it goes through several states. */
function stepJob(draft: Draft, id: string): void {
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const job = jobOf(draft, id);
    switch (job.status) {
      case "Pending":
        stepPending(draft, job);
        break;
      case "Ready":
        stepReady(draft, job);
        break;
      case "Backoff":
        stepBackoff(draft, job);
        break;
      case "Dispatching":
        stepDispatching(draft, job);
        break;
      case "InProgress":
        stepInProgress(draft, job);
        break;
      case "Reconciling":
        stepReconciling(draft, job);
        break;
      case "Verifying":
        stepVerifying(draft, job);
        break;
      case "Failed":
        stepLost(draft, job);
        break;
      case "Succeeded":
      case "Skipped":
      case "Expired":
      case "Cancelled":
        break;
    }
    if (jobOf(draft, id).status === job.status) return;
  }
}

/** Waves, the rules of the one that is open by then, and who is sent to; until nothing moves any more. */
function goOn(draft: Draft): void {
  for (let rounds = 0; rounds <= 3 * draft.waves.size; rounds += 1) {
    const before = draft.changes.length;
    stepWaves(draft);
    if (draft.changes.length > before) applyErrorRules(draft);
    const moved = draft.changes.length > before;
    if (moved && draft.campaign.status === "Running") continue;
    break;
  }
  dispatch(draft);
}

/** C14, C15 */
function finish(draft: Draft): void {
  const { status } = draft.campaign;
  const totals = totalsOf(draft);
  if (totals.open > 0) return;
  if (status === "Aborting") {
    cutOffWaves(draft);
    setCampaign(draft, { status: "Aborted", finishedAt: draft.now }, "NothingInFlight");
  } else if (status === "Closing") {
    cutOffWaves(draft);
    setCampaign(draft, { status: "Completed", outcome: "Partial", finishedAt: draft.now }, "NothingInFlight");
  } else if (status === "Running" && [...draft.waves.values()].every((wave) => wave.status === "Passed")) {
    const isWhole = totals.failed + totals.expired + totals.cancelled === 0;
    const outcome = isWhole ? "Success" : "Partial";
    setCampaign(draft, { status: "Completed", outcome, finishedAt: draft.now }, "AllWavesPassed");
  }
}

/** No wave stays open in a campaign that is over. */
function cutOffWaves(draft: Draft): void {
  for (const { index, status } of draft.waves.values()) {
    if (!isWaveOpen(status) && status !== "Pending") continue;
    setWave(draft, index, { set: { status: "Skipped", closedAt: draft.now }, cause: "CutOff" });
  }
}
