import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { ABORTABLE } from "./campaign-actions";
import { abortInput } from "./campaign-fields";
import { steerCampaign } from "./steer-campaign";

/**
 * Ends a campaign (C12): what has not been sent never is. What becomes of downloads is said by the policy; what
 * installs is never touched.
 */
export async function abortCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof abortInput> = {},
): Promise<CampaignView> {
  requirePermission(ctx, "steer-campaigns");
  const { expectedRev, comment, policy } = parseInput(abortInput, input);
  return steerCampaign(ctx, id, {
    action: "AbortCampaign",
    expectedRev,
    from: ABORTABLE,
    comment,
    order: { type: "Abort", policy },
    ...(comment === undefined ? {} : { set: { reason: comment } }),
  });
}
