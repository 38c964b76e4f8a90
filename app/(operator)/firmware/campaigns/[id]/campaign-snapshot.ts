import { letRolloutsGoOn, readRolloutsNow } from "@/app/(operator)/firmware/actions";
import { mayDo } from "@/app/may";
import { orNotFound } from "@/app/or-not-found";
import type { CampaignSnapshot } from "@/components/firmware/campaign/campaign-frame";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { livePosition } from "@/lib/services/live-position";
import { readRollouts } from "@/lib/services/rollout/kill-switch";
import { orderCampaign } from "./actions";

/** What every page of a campaign shows of it. The position comes first: an event told twice does no harm, a missed one does. */
export async function readCampaignSnapshot(ctx: ServiceContext, id: string): Promise<CampaignSnapshot> {
  const position = await livePosition(ctx.db);
  const [campaign, rollouts] = await Promise.all([orNotFound(readCampaign(ctx, id)), readRollouts(ctx)]);
  return {
    campaign,
    rollouts,
    position,
    renderedAt: ctx.now().toISOString(),
    send: orderCampaign,
    readRollouts: readRolloutsNow,
    letGoOn: mayDo(ctx, "control-rollouts") ? letRolloutsGoOn : null,
  };
}
