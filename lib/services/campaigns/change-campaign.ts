import type { Campaign, Prisma } from "@/lib/db/generated/client";
import type { CampaignState } from "@/lib/domain/firmware/campaign-states";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { inTransaction, LARGE_TRANSACTION_MS_MAX, type ServiceContext, type Unit } from "../context";
import { ServiceError } from "../errors";
import { appendEvents, type JournalEntry } from "../rollout/journal";
import { lockCampaign } from "../rollout/lock-campaign";
import { wordOf } from "../rollout/stored-words";
import { readCampaignView } from "./read-campaign";
import { tellingCurrent } from "./tell-current";

export type Order = {
  /** As the audit calls it. */
  readonly action: string;
  /** The revision its giver saw; undefined = it counts whatever they saw. */
  readonly expectedRev: number | undefined;
  /** States in which it makes sense. */
  readonly from: readonly CampaignState[];
};

export type Change = {
  readonly set: Omit<Prisma.CampaignUncheckedUpdateInput, "rev">;
  readonly journal: readonly JournalEntry[];
  readonly details?: Prisma.InputJsonObject;
  /** Stations whose jobs it changes. */
  readonly identities?: readonly string[];
};

/**
 * One order on a campaign: under its lock and on the revision that was seen, with journal, audit and announcement in
 * the same commit. Throws NotFound, and Conflict with the state it is in.
 */
export async function changeCampaign(
  ctx: ServiceContext,
  id: string,
  order: Order,
  work: (unit: Unit, campaign: Campaign) => Promise<Change>,
): Promise<CampaignView> {
  return inTransaction(
    ctx,
    async (unit) => {
      const campaign = await lockCampaign(unit.tx, id);
      const change = await tellingCurrent(campaign, async () => {
        requireSeen(campaign, order);
        return work(unit, campaign);
      });
      const { set, journal, details = {}, identities = [] } = change;
      const after = await unit.tx.campaign.update({ where: { id }, data: { ...set, rev: { increment: 1 } } });
      await appendEvents(unit.tx, { campaignId: id, actor: ctx.actor, at: ctx.now() }, journal);
      await unit.audit(order.action, `campaign:${id}`, details);
      await announceCampaign(unit, after, identities);
      return readCampaignView(unit.tx, ctx, id);
    },
    { timeoutMs: LARGE_TRANSACTION_MS_MAX },
  );
}

/** Throws Conflict, with the present state in words, unless the order still means what its giver saw. */
export function requireSeen(campaign: Campaign, { action, expectedRev, from }: Order): void {
  const isNow = stateInWords(campaign);
  if (expectedRev !== undefined && expectedRev !== campaign.rev) {
    throw new ServiceError(
      "Conflict",
      `${campaign.name} has changed since revision ${expectedRev}: it ${isNow} now, revision ${campaign.rev}. Look at it again.`,
      "expectedRev",
    );
  }
  if (!from.includes(wordOf<CampaignState>(campaign.status))) {
    throw new ServiceError(
      "Conflict",
      `${action} is not possible: ${campaign.name} ${isNow}, revision ${campaign.rev}.`,
    );
  }
}

function stateInWords({ status, pauseCause }: Campaign): string {
  return status === "Paused" && pauseCause !== null ? `is Paused (${pauseCause})` : `is ${status}`;
}

export async function announceCampaign(
  { announce }: Pick<Unit, "announce">,
  { id, rev, status }: Pick<Campaign, "id" | "rev" | "status">,
  identities: readonly string[] = [],
): Promise<void> {
  await announce({
    type: "CampaignChanged",
    campaignId: id,
    rev,
    status: wordOf<CampaignState>(status),
    identities: identities.slice(0, 50),
  });
}
