import type { Campaign } from "@/lib/db/generated/client";
import type { CampaignState, PauseCause, WaveState } from "@/lib/domain/firmware/campaign-states";
import type { CampaignActions } from "@/lib/domain/firmware/campaign-view";
import { may, type Permission } from "@/lib/domain/permissions";
import type { Actor } from "../context";
import { wordOf } from "../rollout/stored-words";

type Facts = {
  readonly campaign: Pick<Campaign, "status" | "pauseCause" | "createdById" | "lastEditedById" | "editorIds">;
  /** Who brought the image: the second pair of eyes is somebody else's. */
  readonly uploadedById: string;
  readonly waves: readonly { readonly status: WaveState; readonly gate: string; readonly releasedAt: Date | null }[];
  /** Of the open wave. */
  readonly failedJobs: number;
  /** Stations that have taken the release. */
  readonly updatedJobs: number;
};

/** What somebody may do with a campaign now. The verbs decide again. */
export function actionsFor(actor: Actor, facts: Facts): CampaignActions {
  const { campaign } = facts;
  const state = wordOf<CampaignState>(campaign.status);
  const is = (...states: readonly CampaignState[]): boolean => states.includes(state);
  const grants = (permission: Permission): boolean => actor.kind === "system" || may(actor.role, permission);
  const plans = grants("plan-campaigns");
  const steers = grants("steer-campaigns");
  const approves = grants("approve-campaigns");
  return {
    edit: plans && is("Draft", "PendingApproval", "Scheduled"),
    submit: plans && is("Draft"),
    withdraw: plans && is("PendingApproval"),
    approve: approves && is("PendingApproval") && !isOwn(actor, facts),
    reject: approves && is("PendingApproval"),
    start: approves && is("Scheduled"),
    pause: steers && is("Running"),
    resume: is("Paused") && grants(resumePermission(wordOf<PauseCause>(campaign.pauseCause), facts.waves)),
    release: steers && is("Running", "Paused") && hasShutGate(facts.waves),
    override: approves && is("Running", "Paused") && facts.waves.some(({ status }) => status === "Held"),
    retryFailed: steers && is("Running", "Paused") && facts.failedJobs > 0,
    abort: steers && is("Scheduled", "Running", "Paused"),
    clone: plans,
    rollBack: (plans || approves) && facts.updatedJobs > 0,
  };
}

/** Four eyes: nobody approves what they made, edited, or uploaded. */
export function isOwn(actor: Actor, { campaign, uploadedById }: Pick<Facts, "campaign" | "uploadedById">): boolean {
  const { createdById, lastEditedById, editorIds } = campaign;
  return [createdById, lastEditedById, uploadedById, ...editorIds].includes(actor.id);
}

/** After stations were lost or the image failed, and to go on past a wave that is held, it takes an approver. */
export function resumePermission(cause: PauseCause | null, waves: Facts["waves"]): Permission {
  const isGrave = cause === "LostLimit" || cause === "ArtifactFailure" || waves.some(({ status }) => status === "Held");
  return isGrave ? "approve-campaigns" : "steer-campaigns";
}

/** The next wave waits for somebody to open its gate. */
export function hasShutGate(waves: Facts["waves"]): boolean {
  const next = waves.findIndex(({ status }) => status === "Pending");
  return next > 0 && waves[next]?.gate === "Manual" && waves[next].releasedAt === null;
}
