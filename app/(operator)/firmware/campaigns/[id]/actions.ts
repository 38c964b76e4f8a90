"use server";

import { attempt } from "@/app/attempt";
import type { CampaignRequest } from "@/components/firmware/campaign/campaign-orders";
import type { ActionResult } from "@/components/form/action-result";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { abortCampaign } from "@/lib/services/campaigns/abort-campaign";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { cloneCampaign } from "@/lib/services/campaigns/clone-campaign";
import { creditJob as credit } from "@/lib/services/campaigns/credit-job";
import { overrideWave } from "@/lib/services/campaigns/override-wave";
import { pauseCampaign } from "@/lib/services/campaigns/pause-campaign";
import { rejectCampaign } from "@/lib/services/campaigns/reject-campaign";
import { releaseGate } from "@/lib/services/campaigns/release-gate";
import { resumeCampaign } from "@/lib/services/campaigns/resume-campaign";
import { retryFailed } from "@/lib/services/campaigns/retry-failed";
import { rollBackCampaign } from "@/lib/services/campaigns/roll-back-campaign";
import { startCampaign } from "@/lib/services/campaigns/start-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import { withdrawCampaign } from "@/lib/services/campaigns/withdraw-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { lockUpdates, unlockUpdates } from "@/lib/services/stations/lock-updates";

/** One order for a campaign; refused where the books have moved on since the page was read. */
export async function orderCampaign(request: CampaignRequest): Promise<ActionResult<{ readonly campaignId: string }>> {
  return attempt(async (ctx) => ({ campaignId: (await carryOut(ctx, request)).id }));
}

function carryOut(ctx: ServiceContext, request: CampaignRequest): Promise<CampaignView> {
  const { campaignId, expectedRev, comment } = request;
  const said = comment === "" ? { expectedRev } : { expectedRev, comment };
  switch (request.order) {
    case "Submit":
      return submitCampaign(ctx, campaignId, said);
    case "Withdraw":
      return withdrawCampaign(ctx, campaignId, said);
    case "Approve":
      return approveCampaign(ctx, campaignId, { ...said, specHash: request.specHash });
    case "Reject":
      return rejectCampaign(ctx, campaignId, { expectedRev, comment });
    case "Start":
      return startCampaign(ctx, campaignId, said);
    case "Pause":
      return pauseCampaign(ctx, campaignId, said);
    case "Resume":
      return resumeCampaign(ctx, campaignId, said);
    case "Release":
      return releaseGate(ctx, campaignId, said);
    case "Override":
      return overrideWave(ctx, campaignId, { expectedRev, comment });
    case "RetryFailed":
      return retryFailed(ctx, campaignId, said);
    case "Abort":
      return abortCampaign(ctx, campaignId, { expectedRev, comment, policy: request.policy });
    case "Clone":
      return cloneCampaign(ctx, campaignId);
    case "RollBack":
      return rollBackCampaign(ctx, campaignId, {});
  }
}

/** Takes a charger that came back after all out of the budget of lost ones. */
export async function creditJob(request: {
  readonly campaignId: string;
  readonly jobId: string;
  readonly expectedRev: number;
  readonly comment: string;
}): Promise<ActionResult<null>> {
  const { campaignId, ...rest } = request;
  return attempt(async (ctx) => {
    await credit(ctx, campaignId, rest);
    return null;
  });
}

/** Keeps updates away from a charger. */
export async function lockCharger(request: {
  readonly identity: string;
  readonly reason: string;
  readonly until: string | null;
}): Promise<ActionResult<null>> {
  const { identity, reason, until } = request;
  return attempt(async (ctx) => {
    await lockUpdates(ctx, identity, until === null ? { reason } : { reason, until });
    return null;
  });
}

export async function unlockCharger(identity: string): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    await unlockUpdates(ctx, identity);
    return null;
  });
}
