import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction, type ServiceContext } from "../context";
import { appendEvents } from "../rollout/journal";
import { lockCampaign } from "../rollout/lock-campaign";
import { announceCampaign } from "./change-campaign";

/**
 * Approvals that nobody made use of in time are void, and their campaigns wait for a new one (C7). Returns how many.
 * Safe to repeat. Runs before campaigns are started by the clock.
 */
export async function expireApprovals(ctx: ServiceContext): Promise<number> {
  const stale = await ctx.db.campaign.findMany({ where: { status: "Scheduled", approvals: { none: inForce(ctx) } } });
  let expired = 0;
  for (const { id } of stale) if (await expire(ctx, id)) expired += 1;
  return expired;
}

const inForce = (ctx: ServiceContext): Prisma.CampaignApprovalWhereInput => ({
  decision: "Approved",
  voidedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now() } }],
});

async function expire(ctx: ServiceContext, id: string): Promise<boolean> {
  return inTransaction(ctx, async (unit) => {
    const { tx } = unit;
    const campaign = await lockCampaign(tx, id);
    const isApproved = (await tx.campaignApproval.count({ where: { campaignId: id, ...inForce(ctx) } })) > 0;
    if (campaign.status !== "Scheduled" || isApproved) return false;
    const at = ctx.now();
    await tx.campaignApproval.updateMany({ where: { campaignId: id, voidedAt: null }, data: { voidedAt: at } });
    const data = { status: "PendingApproval", approvedAt: null, rev: { increment: 1 } } as const;
    const after = await tx.campaign.update({ where: { id }, data });
    await appendEvents(tx, { campaignId: id, actor: ctx.actor, at }, [
      { type: "CampaignChanged", from: "Scheduled", to: "PendingApproval", cause: "ApprovalExpired" },
    ]);
    await announceCampaign(unit, after);
    return true;
  });
}
