import type { Campaign, Prisma } from "@/lib/db/generated/client";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { type CampaignOrder, type SteerRefusal, steer } from "@/lib/domain/firmware/steer";
import { inTransaction, LARGE_TRANSACTION_MS_MAX, type ServiceContext, type Unit } from "../context";
import { ServiceError, type ServiceErrorCode } from "../errors";
import { applyChanges } from "../rollout/apply-changes";
import { appendEvents } from "../rollout/journal";
import { loadSnapshot } from "../rollout/load-snapshot";
import { lockCampaign } from "../rollout/lock-campaign";
import type { OwnFacts } from "./campaign-actions";
import { type Order, requireSeen } from "./change-campaign";
import { readCampaignView } from "./read-campaign";
import { said } from "./said";
import { tellingCurrent } from "./tell-current";

type Steering = Order & {
  readonly comment: string | undefined;
  /** What is told to the campaign's machine. */
  readonly order: CampaignOrder | ((facts: OwnFacts) => CampaignOrder);
  /** What has to be so besides, looked at under the campaign's lock. */
  readonly require?: (unit: Unit, campaign: Campaign) => Promise<void>;
  readonly set?: Omit<Prisma.CampaignUncheckedUpdateInput, "rev" | "status">;
};

/**
 * An order to a campaign that is, or is to be, carried out: what follows from it is decided on what the books say under
 * its lock and that of its commands, so nothing is sent by it that is not seen here. Throws what the order is refused with.
 */
export async function steerCampaign(ctx: ServiceContext, id: string, steering: Steering): Promise<CampaignView> {
  const { action, comment, order, set } = steering;
  return inTransaction(
    ctx,
    async (unit) => {
      const campaign = await lockCampaign(unit.tx, id);
      await tellingCurrent(campaign, async () => {
        requireSeen(campaign, steering);
        await steering.require?.(unit, campaign);
        const told = typeof order === "function" ? order(await readOwnFacts(unit, campaign)) : order;
        if (set !== undefined) await unit.tx.campaign.update({ where: { id }, data: set });
        await carryOut(ctx, unit, { campaign, order: told, data: said(comment) });
      });
      await unit.audit(action, `campaign:${id}`, said(comment));
      return readCampaignView(unit.tx, ctx, id);
    },
    { timeoutMs: LARGE_TRANSACTION_MS_MAX },
  );
}

async function readOwnFacts({ tx }: Pick<Unit, "tx">, campaign: Campaign): Promise<OwnFacts> {
  const where = { id: campaign.releaseId };
  const { uploadedById } = await tx.firmwareRelease.findUniqueOrThrow({ where, select: { uploadedById: true } });
  return { campaign, uploadedById };
}

type Ordered = { readonly campaign: Campaign; readonly order: CampaignOrder; readonly data: Prisma.InputJsonObject };

/** Decides and writes what an order leads to. The caller holds the campaign's lock. */
export async function carryOut(ctx: ServiceContext, unit: Unit, { campaign, order, data }: Ordered): Promise<void> {
  const { id } = campaign;
  const now = ctx.now().getTime();
  const snapshot = await loadSnapshot(unit.tx, id, { now, locksCommands: true });
  const decided = steer(snapshot, order, now);
  if (!decided.ok) throw refused(campaign, decided.error);
  const entry = { type: "Ordered", cause: order.type, data };
  await appendEvents(unit.tx, { campaignId: id, actor: ctx.actor, at: ctx.now() }, [entry]);
  await applyChanges(unit, { campaignId: id, snapshot, changes: decided.value, actor: ctx.actor, now });
}

const REFUSALS: Readonly<Record<SteerRefusal, readonly [ServiceErrorCode, string]>> = {
  NotScheduled: ["Conflict", "It is not waiting to be started."],
  ApprovalExpired: ["Conflict", "Its approval is over: it has to be approved again."],
  NotRunning: ["Conflict", "It is not running."],
  NotPaused: ["Conflict", "It is not paused."],
  Over: ["Conflict", "It is over, or has not been approved."],
  Killed: ["Conflict", "All rollouts stand still: an administrator has to let them go on first."],
  CommentNeeded: ["Invalid", "It takes a comment that says why."],
  ApproverNeeded: ["Forbidden", "It takes somebody who may approve campaigns and has no part in this one."],
  WaveHeld: ["Conflict", "Its wave missed its rule: override it, or try its failed stations again first."],
  GateClosed: ["Conflict", "It waits at a gate: release that."],
  NoGate: ["Conflict", "No gate is waiting to be opened."],
  NothingHeld: ["Conflict", "No wave is held."],
};

function refused({ name, status, rev }: Campaign, refusal: SteerRefusal): ServiceError {
  const [code, words] = REFUSALS[refusal];
  return new ServiceError(
    code,
    `${name} is ${status}, revision ${rev}. ${words}`,
    code === "Invalid" ? "comment" : null,
  );
}
