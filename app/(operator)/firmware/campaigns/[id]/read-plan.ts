import type { CampaignPreview, CampaignView } from "@/lib/domain/firmware/campaign-view";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { previewCampaign } from "@/lib/services/campaigns/preview-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { readRelease } from "@/lib/services/releases/read-release";
import { listSites } from "@/lib/services/sites/list-sites";

/** What is needed to show a plan beside the plan itself. */
export async function readPlan(
  ctx: ServiceContext,
  campaign: CampaignView,
): Promise<{ readonly release: ReleaseView; readonly siteNames: Readonly<Record<number, string>> }> {
  const [release, sites] = await Promise.all([readRelease(ctx, campaign.release.id), listSites(ctx)]);
  return { release, siteNames: Object.fromEntries(sites.map(({ id, name }) => [id, name])) };
}

/** What would happen if it started now. */
export function readPreview(ctx: ServiceContext, campaign: CampaignView): Promise<CampaignPreview> {
  const { id, release, spec, startAt } = campaign;
  return previewCampaign(ctx, { releaseId: release.id, spec, startAt, campaignId: id });
}
