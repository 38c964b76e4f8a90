import type { CampaignSummary } from "@/lib/domain/firmware/campaign-view";
import { listCampaigns } from "@/lib/services/campaigns/list-campaigns";
import type { ServiceContext } from "@/lib/services/context";

/** The newest campaigns there are; what takes which release is looked up in them. */
export async function newestCampaigns(ctx: ServiceContext): Promise<readonly CampaignSummary[]> {
  const { items } = await listCampaigns(ctx, { limit: 200 });
  return items;
}

export const countByRelease = (campaigns: readonly CampaignSummary[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { release } of campaigns) counts[release.id] = (counts[release.id] ?? 0) + 1;
  return counts;
};
