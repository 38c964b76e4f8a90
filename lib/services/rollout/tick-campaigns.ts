import type { ServiceContext } from "../context";
import { keepLateResults } from "./late-results";
import { restoreAvailability } from "./restore-availability";
import { type Tick, tickCampaign } from "./tick-campaign";

export type Round = {
  /** False: the lead was lost, and what was not done yet is the next leader's. */
  readonly isLed: boolean;
  readonly ticks: readonly Tick[];
};

type Engine = {
  readonly lead: number;
  /** A campaign that failed does not hold up the others. */
  readonly onFailed: (campaignId: string, error: unknown) => void;
};

/** One step of every campaign that is under way, and of what is left of those that are over. */
export async function tickCampaigns(ctx: ServiceContext, { lead, onFailed }: Engine): Promise<Round> {
  const campaigns = await ctx.db.campaign.findMany({
    where: { status: { in: ["Scheduled", "Running", "Paused", "Closing", "Aborting"] } },
    orderBy: { createdAt: "asc" },
    select: { id: true },
  });
  const ticks: Tick[] = [];
  for (const { id } of campaigns) {
    try {
      const tick = await tickCampaign(ctx, { campaignId: id, lead });
      if (tick === null) return { isLed: false, ticks };
      ticks.push(tick);
    } catch (error) {
      onFailed(id, error);
    }
  }
  await restoreAvailability(ctx, lead);
  await keepLateResults(ctx, lead);
  return { isLed: true, ticks };
}
