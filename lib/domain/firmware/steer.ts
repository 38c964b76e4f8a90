/** What people order of a campaign, and when they may (C8, C9, C11, C12, W7, the gates and the kill switch). */
import { err, ok, type Result } from "../result";
import { abort, pause } from "./barrier";
import type { CampaignChange } from "./campaign-change";
import type { CampaignSnapshot, WaveFacts } from "./campaign-snapshot";
import type { AbortPolicy, PauseCause } from "./campaign-states";
import { start } from "./decide";
import { beginDraft, type Draft, openWaveOf, secondsFrom, setCampaign, setWave, totalsOf } from "./draft";
import { lateJobs, soaking, successOf } from "./wave-gate";

export type CampaignOrder =
  | { readonly type: "Start" }
  | { readonly type: "Pause" }
  /** `isApprover`: may the one who orders it approve campaigns, and did not write this one? */
  | { readonly type: "Resume"; readonly comment: string | null; readonly isApprover: boolean }
  | { readonly type: "Abort"; readonly policy: AbortPolicy }
  /** Opens the gate of the next wave, also ahead of time. */
  | { readonly type: "Release" }
  /** Lets the held wave pass although it missed its rule. The verb checks that it is an approver. */
  | { readonly type: "Override"; readonly comment: string | null }
  | { readonly type: "Kill" };

export const STEER_REFUSALS = [
  "NotScheduled",
  "ApprovalExpired",
  "NotRunning",
  "NotPaused",
  "Over",
  "Killed",
  "CommentNeeded",
  "ApproverNeeded",
  /** Its wave is held: it is let pass (Override) or its failed stations are tried again first. */
  "WaveHeld",
  /** It waits at a gate: Release opens it. */
  "GateClosed",
  "NoGate",
  "NothingHeld",
] as const;
export type SteerRefusal = (typeof STEER_REFUSALS)[number];

/** `now`: milliseconds since 1970. All changes are to be committed together, or the order is refused and nothing is. */
export function steer(
  snapshot: CampaignSnapshot,
  order: CampaignOrder,
  now: number,
): Result<readonly CampaignChange[], SteerRefusal> {
  const draft = beginDraft(snapshot, now);
  const refusal = carryOut(draft, order);
  return refusal === null ? ok(draft.changes) : err(refusal);
}

function carryOut(draft: Draft, order: CampaignOrder): SteerRefusal | null {
  switch (order.type) {
    case "Start":
      return startNow(draft);
    case "Pause":
      return stop(draft, "Operator");
    case "Kill":
      return stop(draft, "KillSwitch");
    case "Resume":
      return resume(draft, order);
    case "Abort":
      return abortNow(draft, order.policy);
    case "Release":
      return release(draft);
    case "Override":
      return override(draft, order.comment);
  }
}

/** C8 */
function startNow(draft: Draft): SteerRefusal | null {
  const { status, approvedAt, spec } = draft.campaign;
  if (status !== "Scheduled") return "NotScheduled";
  if (approvedAt === null || draft.now >= secondsFrom(approvedAt, spec.approvalSecondsMax)) return "ApprovalExpired";
  if (draft.snapshot.isKilled) return "Killed";
  start(draft, "StartNow");
  return null;
}

/** C9, C10 */
function stop(draft: Draft, cause: PauseCause): SteerRefusal | null {
  if (draft.campaign.status !== "Running") return "NotRunning";
  pause(draft, cause);
  return null;
}

/** C12 */
function abortNow(draft: Draft, policy: AbortPolicy): SteerRefusal | null {
  const { status } = draft.campaign;
  if (status !== "Scheduled" && status !== "Running" && status !== "Paused") return "Over";
  abort(draft, policy, "Abort");
  return null;
}

const OWN_WILL: ReadonlySet<PauseCause> = new Set<PauseCause>(["Operator", "ManualGate"]);
const FOR_APPROVERS: ReadonlySet<PauseCause> = new Set<PauseCause>(["LostLimit", "ArtifactFailure", "NotAsApproved"]);

/** Does going on after this take a reason in writing? */
export const takesComment = (cause: PauseCause | null): boolean => cause !== null && !OWN_WILL.has(cause);
/** … or somebody who may approve campaigns? */
export const takesApprover = (cause: PauseCause | null): boolean => cause !== null && FOR_APPROVERS.has(cause);

/** C11 */
function resume(draft: Draft, order: Resume): SteerRefusal | null {
  const refusal = resumeRefusal(draft, order);
  if (refusal !== null) return refusal;
  const wave = openWaveOf(draft);
  if (wave?.status === "Held" && !reconsider(draft, wave)) return "WaveHeld";
  goOn(draft, "Resume");
  return null;
}

type Resume = Extract<CampaignOrder, { readonly type: "Resume" }>;

function resumeRefusal(draft: Draft, { comment, isApprover }: Resume): SteerRefusal | null {
  const { status, pauseCause } = draft.campaign;
  if (status !== "Paused") return "NotPaused";
  if (draft.snapshot.isKilled) return "Killed";
  if (takesApprover(pauseCause) && !isApprover) return "ApproverNeeded";
  if (takesComment(pauseCause) && isEmpty(comment)) return "CommentNeeded";
  return pauseCause === "ManualGate" && gateOf(draft)?.releasedAt === null ? "GateClosed" : null;
}

/** New evidence of a held wave: the rule is met by now, or it was its soak that told too little, which begins again. */
function reconsider(draft: Draft, wave: WaveFacts): boolean {
  if (wave.soakUntil === null && !successOf(wave, lateJobs(draft, wave)).isMet) return false;
  setWave(draft, wave.index, { set: soaking(draft, wave), cause: "NewEvidence" });
  return true;
}

/** What has happened is accepted with it, or it would stop again at once. After a pause of a person's own nothing is. */
function goOn(draft: Draft, cause: string): void {
  const { pauseCause } = draft.campaign;
  const { failed, lost, succeeded } = totalsOf(draft);
  const bases = { failBase: failed, lostBase: lost, succeededBase: succeeded, acknowledgedAt: draft.now };
  const accepted = pauseCause === null || OWN_WILL.has(pauseCause) || pauseCause === "KillSwitch" ? {} : bases;
  setCampaign(draft, { status: "Running", pauseCause: null, pauseEvidence: null, ...accepted }, cause);
}

/** The next wave's manual gate, if it has one. */
function gateOf(draft: Draft): WaveFacts | null {
  const waves = [...draft.waves.values()];
  const next = waves.find(({ status }) => status === "Pending");
  return next === undefined || next === waves[0] || next.gate !== "Manual" ? null : next;
}

function release(draft: Draft): SteerRefusal | null {
  const { status, pauseCause } = draft.campaign;
  if (status !== "Running" && status !== "Paused") return "NotRunning";
  const gate = gateOf(draft);
  if (gate === null || gate.releasedAt !== null) return "NoGate";
  const isWaiting = pauseCause === "ManualGate" && status === "Paused";
  if (isWaiting && draft.snapshot.isKilled) return "Killed";
  setWave(draft, gate.index, { set: { releasedAt: draft.now }, cause: "GateReleased" });
  if (isWaiting) goOn(draft, "GateReleased");
  return null;
}

/** W7: after its jobs it still has to soak; after its soak it passes at once. */
function override(draft: Draft, comment: string | null): SteerRefusal | null {
  const wave = openWaveOf(draft);
  if (draft.campaign.status !== "Paused" || wave?.status !== "Held") return "NothingHeld";
  if (isEmpty(comment)) return "CommentNeeded";
  if (draft.snapshot.isKilled) return "Killed";
  const next = wave.soakUntil === null ? soaking(draft, wave) : ({ status: "Soaking" } as const);
  setWave(draft, wave.index, { set: { ...next, overriddenAt: draft.now }, cause: "Overridden" });
  goOn(draft, "Overridden");
  return null;
}

const isEmpty = (comment: string | null): boolean => comment === null || comment.trim() === "";
