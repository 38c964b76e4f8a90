import type { Campaign } from "@/lib/db/generated/client";
import type { ServiceContext } from "../context";
import type { ImageProofs } from "./image-proofs";
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
  /** Without it no campaign starts by the clock. */
  readonly images?: ImageProofs;
};

/** One step of every campaign that is under way, and of what is left of those that are over. */
export async function tickCampaigns(ctx: ServiceContext, { lead, onFailed, images }: Engine): Promise<Round> {
  const campaigns = await ctx.db.campaign.findMany({
    where: { status: { in: ["Scheduled", "Running", "Paused", "Closing", "Aborting"] } },
    orderBy: { createdAt: "asc" },
    select: { id: true, status: true, startAt: true, releaseId: true },
  });
  const isStopped = campaigns.some((campaign) => isDue(ctx, campaign)) && (await areStopped(ctx));
  const ticks: Tick[] = [];
  for (const campaign of campaigns) {
    const { id } = campaign;
    try {
      const image = isDue(ctx, campaign) && !isStopped ? images?.proofOf(campaign.releaseId) : null;
      const tick = await tickCampaign(ctx, { campaignId: id, lead, image: image ?? null });
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

/** Is it to start by the clock? */
const isDue = ({ now }: ServiceContext, { status, startAt }: Pick<Campaign, "status" | "startAt">): boolean =>
  status === "Scheduled" && startAt !== null && startAt <= now();

async function areStopped({ db }: ServiceContext): Promise<boolean> {
  return (await db.rolloutEngine.findUnique({ where: { id: 1 } }))?.stoppedAt != null;
}
