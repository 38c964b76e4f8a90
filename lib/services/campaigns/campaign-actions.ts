import type { Campaign } from "@/lib/db/generated/client";
import type { CampaignState, PauseCause, WaveState } from "@/lib/domain/firmware/campaign-states";
import type { CampaignActions } from "@/lib/domain/firmware/campaign-view";
import { takesApprover } from "@/lib/domain/firmware/steer";
import { may, type Permission } from "@/lib/domain/permissions";
import type { Actor } from "../context";
import { wordOf } from "../rollout/stored-words";

type Facts = {
  readonly campaign: Pick<Campaign, "status" | "pauseCause" | "createdById" | "lastEditedById" | "editorIds">;
  /** Who brought the image: the second pair of eyes is somebody else's. */
  readonly uploadedById: string;
  readonly waves: readonly {
    readonly status: WaveState;
    readonly gate: string;
    readonly releasedAt: Date | null;
    readonly soakUntil: Date | null;
    /** Its rule is met by what its stations are now. */
    readonly isMet: boolean;
  }[];
  /** Of the open wave. */
  readonly failedJobs: number;
  /** Stations that have taken the release. */
  readonly updatedJobs: number;
};

/** What somebody may do with a campaign now. The verbs decide again. */
export function actionsFor(actor: Actor, facts: Facts): CampaignActions {
  const grants: Grants = (permission) => actor.kind === "system" || may(actor.role, permission);
  const state = wordOf<CampaignState>(facts.campaign.status);
  const isUninvolved = isUninvolvedApprover(actor, facts);
  return {
    ...planningActions(grants, state, facts, isUninvolved),
    ...steeringActions(grants, state, facts, isUninvolved),
  };
}

type Grants = (permission: Permission) => boolean;
type Planning = "edit" | "submit" | "withdraw" | "approve" | "reject" | "clone" | "rollBack";

function planningActions(
  grants: Grants,
  state: CampaignState,
  facts: Facts,
  isUninvolved: boolean,
): Pick<CampaignActions, Planning> {
  const plans = grants("plan-campaigns");
  const approves = grants("approve-campaigns");
  const isPending = state === "PendingApproval";
  return {
    edit: plans && EDITABLE.includes(state),
    submit: plans && state === "Draft",
    withdraw: plans && isPending,
    approve: isPending && isUninvolved,
    reject: approves && isPending,
    clone: plans,
    rollBack: (plans || approves) && facts.updatedJobs > 0,
  };
}

function steeringActions(
  grants: Grants,
  state: CampaignState,
  facts: Facts,
  isUninvolved: boolean,
): Omit<CampaignActions, Planning> {
  const steers = grants("steer-campaigns");
  return {
    start: state === "Scheduled" && grants("approve-campaigns"),
    pause: steers && state === "Running",
    resume: state === "Paused" && mayResume(grants, facts, isUninvolved),
    abort: steers && ABORTABLE.includes(state),
    ...(UNDER_WAY.includes(state) ? waveActions(steers, facts) : NO_WAVE_ACTIONS),
    override: state === "Paused" && isUninvolved && facts.waves.some(({ status }) => status === "Held"),
  };
}

const NO_WAVE_ACTIONS = { release: false, retryFailed: false } as const;

const waveActions = (steers: boolean, { waves, failedJobs }: Facts) => ({
  release: steers && hasShutGate(waves),
  retryFailed: steers && failedJobs > 0,
});

function mayResume(grants: Grants, facts: Facts, isUninvolved: boolean): boolean {
  const cause = wordOf<PauseCause>(facts.campaign.pauseCause);
  return grants("steer-campaigns") && (isUninvolved || !takesApprover(cause)) && canGoOn(facts);
}

/** States in which a campaign can still be edited; in which it is carried out; in which it can be aborted (C12). */
export const EDITABLE: readonly CampaignState[] = ["Draft", "PendingApproval", "Scheduled"];
export const UNDER_WAY: readonly CampaignState[] = ["Running", "Paused"];
export const ABORTABLE: readonly CampaignState[] = ["Scheduled", "Running", "Paused"];

/** What tells whose a campaign is. */
export type OwnFacts = {
  readonly campaign: Pick<Campaign, "createdById" | "lastEditedById" | "editorIds">;
  readonly uploadedById: string;
};

/** Four eyes: nobody approves what they made, edited, or uploaded. */
export function isOwn(actor: Actor, { campaign, uploadedById }: OwnFacts): boolean {
  const { createdById, lastEditedById, editorIds } = campaign;
  return [createdById, lastEditedById, uploadedById, ...editorIds].includes(actor.id);
}

/** May they decide what takes an approver who has no part in the campaign? */
export const isUninvolvedApprover = (actor: Actor, facts: OwnFacts): boolean =>
  actor.kind === "system" || (may(actor.role, "approve-campaigns") && !isOwn(actor, facts));

/** The next wave waits for somebody to open its gate. */
function hasShutGate(waves: Facts["waves"]): boolean {
  const next = waves.findIndex(({ status }) => status === "Pending");
  return next > 0 && waves[next]?.gate === "Manual" && waves[next].releasedAt === null;
}

/** As far as it can be told without the engine: at a shut gate and with a held wave there are other orders. */
function canGoOn({ campaign, waves }: Facts): boolean {
  if (campaign.pauseCause === "ManualGate" && hasShutGate(waves)) return false;
  return waves.every(({ status, isMet, soakUntil }) => status !== "Held" || isMet || soakUntil !== null);
}
