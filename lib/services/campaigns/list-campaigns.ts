import { z } from "zod";
import { CAMPAIGN_STATES } from "@/lib/domain/firmware/campaign-states";
import type { CampaignSummary } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { createdBefore, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { summaryIncludes, toSummary } from "./read-campaign";

export const listCampaignsInput = z.object({
  status: z.enum(CAMPAIGN_STATES).optional(),
  ...pageFields,
});

/** Campaigns, newest first. */
export async function listCampaigns(
  ctx: ServiceContext,
  input: z.input<typeof listCampaignsInput> = {},
): Promise<Page<CampaignSummary>> {
  requirePermission(ctx, "read");
  const { status, limit, cursor } = parseInput(listCampaignsInput, input);
  const rows = await ctx.db.campaign.findMany({
    where: { ...(status === undefined ? {} : { status }), ...createdBefore(cursor) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    include: summaryIncludes,
  });
  return toPage(rows, limit, toSummary, (row) => [row.createdAt.toISOString(), row.id]);
}
