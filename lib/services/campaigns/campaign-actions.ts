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
  const grants: Grants = (permission) => actor.kind === "system" || may(actor.role, permission);
  const state = wordOf<CampaignState>(facts.campaign.status);
  return { ...planningActions(grants, state, facts, isOwn(actor, facts)), ...steeringActions(grants, state, facts) };
}

type Grants = (permission: Permission) => boolean;
type Planning = "edit" | "submit" | "withdraw" | "approve" | "reject" | "clone" | "rollBack";

function planningActions(
  grants: Grants,
  state: CampaignState,
  facts: Facts,
  isTheirs: boolean,
): Pick<CampaignActions, Planning> {
  const plans = grants("plan-campaigns");
  const approves = grants("approve-campaigns");
  const isPending = state === "PendingApproval";
  return {
    edit: plans && EDITABLE.includes(state),
    submit: plans && state === "Draft",
    withdraw: plans && isPending,
    approve: approves && isPending && !isTheirs,
    reject: approves && isPending,
    clone: plans,
    rollBack: (plans || approves) && facts.updatedJobs > 0,
  };
}

function steeringActions(grants: Grants, state: CampaignState, facts: Facts): Omit<CampaignActions, Planning> {
  const { campaign, waves, failedJobs } = facts;
  const steers = grants("steer-campaigns");
  const isPaused = state === "Paused";
  return {
    start: state === "Scheduled" && grants("approve-campaigns"),
    pause: steers && state === "Running",
    resume: isPaused && grants(resumePermission(wordOf<PauseCause>(campaign.pauseCause), waves)),
    abort: steers && ABORTABLE.includes(state),
    ...(UNDER_WAY.includes(state) ? waveActions(grants, waves, failedJobs) : NO_WAVE_ACTIONS),
  };
}

const NO_WAVE_ACTIONS = { release: false, override: false, retryFailed: false } as const;

const waveActions = (grants: Grants, waves: Facts["waves"], failedJobs: number) => ({
  release: grants("steer-campaigns") && hasShutGate(waves),
  override: grants("approve-campaigns") && waves.some(({ status }) => status === "Held"),
  retryFailed: grants("steer-campaigns") && failedJobs > 0,
});

/** States in which a campaign can still be edited; in which it is carried out; in which it can be aborted (C12). */
export const EDITABLE: readonly CampaignState[] = ["Draft", "PendingApproval", "Scheduled"];
export const UNDER_WAY: readonly CampaignState[] = ["Running", "Paused"];
export const ABORTABLE: readonly CampaignState[] = ["Scheduled", "Running", "Paused"];

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
