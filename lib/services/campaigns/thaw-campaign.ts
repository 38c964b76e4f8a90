import type { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "../context";

/**
 * Back to a draft: the frozen target list and the waves go, and what was approved no longer is. Returns what to set on
 * the campaign. The caller sets who edits it only afterwards: the database refuses an own approval, also a void one.
 */
export async function thawCampaign(
  tx: Tx,
  campaignId: string,
  at: Date,
): Promise<Omit<Prisma.CampaignUncheckedUpdateInput, "rev">> {
  await tx.campaignApproval.updateMany({ where: { campaignId, voidedAt: null }, data: { voidedAt: at } });
  await tx.firmwareJob.deleteMany({ where: { campaignId } });
  await tx.campaignWave.deleteMany({ where: { campaignId } });
  return { status: "Draft", specHash: null, submittedAt: null, approvedAt: null };
}
