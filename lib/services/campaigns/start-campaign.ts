import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { orderInput } from "./campaign-fields";
import { proveImage, requireImage } from "./require-image";
import { requireUnchanged } from "./require-unchanged";
import { steerCampaign } from "./steer-campaign";

/** Starts an approved campaign now (C8), if everything that was approved is still so, and its image hashed again too. */
export async function startCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof orderInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "approve-campaigns");
  const { expectedRev, comment } = parseInput(orderInput, input);
  const proof = await proveImage(ctx, id);
  return steerCampaign(ctx, id, {
    action: "StartCampaign",
    expectedRev,
    from: ["Scheduled"],
    comment,
    order: { type: "Start" },
    require: async ({ tx }, campaign) => {
      const release = await requireImage(tx, campaign.releaseId, proof);
      await requireUnchanged(tx, campaign, release);
    },
  });
}
