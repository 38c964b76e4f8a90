import type { SoakFigures } from "@/lib/domain/firmware/campaign-snapshot";
import { requirePermission, type ServiceContext } from "../context";
import { compareSoak as readSoak } from "../rollout/soak-figures";
import { requireCampaign } from "./require-campaign";

/**
 * How the updated stations of the open wave do against stations of the same models that still wait for the update.
 * Null where no wave is open, or nobody in it has been updated yet.
 */
export async function compareSoak(ctx: ServiceContext, campaignId: string): Promise<SoakFigures | null> {
  requirePermission(ctx, "read");
  await requireCampaign(ctx.db, campaignId);
  const wave = await ctx.db.campaignWave.findFirst({
    where: { campaignId, status: { in: ["Running", "Soaking", "Held"] } },
  });
  if (wave === null) return null;
  return readSoak(ctx.db, { campaignId, waveIndex: wave.index, now: ctx.now().getTime() });
}
