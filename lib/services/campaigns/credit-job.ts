import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { countWaves } from "../rollout/count-waves";
import { UNDER_WAY } from "./campaign-actions";
import { creditInput } from "./campaign-fields";
import { changeCampaign } from "./change-campaign";
import { lowerBases } from "./lower-bases";

/**
 * Takes a station that was lost and came back with the new version out of the count of lost ones. Its verdict stays.
 * Throws Conflict for any other.
 */
export async function creditJob(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof creditInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "approve-campaigns");
  const { expectedRev, comment, jobId } = parseInput(creditInput, input);
  return changeCampaign(ctx, id, { action: "CreditJob", expectedRev, from: UNDER_WAY }, async ({ tx }, campaign) => {
    const job = await tx.firmwareJob.findFirst({
      where: { id: jobId, campaignId: id },
      include: { station: { select: { identity: true } } },
    });
    if (job === null) throw new ServiceError("NotFound", `${campaign.name} has no job ${jobId}.`);
    const { identity } = job.station;
    if (job.status !== "Failed" || job.reason !== "Lost" || job.lateOutcome !== "Recovered" || job.isCredited)
      throw new ServiceError("Conflict", `${identity} is not a lost station that came back and was not credited yet.`);
    await tx.firmwareJob.update({ where: { id: jobId }, data: { isCredited: true, rev: { increment: 1 } } });
    await countWaves(tx, id, [job.waveIndex]);
    return {
      set: await lowerBases(tx, campaign),
      journal: [{ type: "JobCredited", jobId, cause: "Credit", data: { stationId: job.stationId, comment } }],
      details: { jobId, identity, comment },
      identities: [identity],
    };
  });
}
