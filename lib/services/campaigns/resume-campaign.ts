import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { isUninvolvedApprover } from "./campaign-actions";
import { orderInput } from "./campaign-fields";
import { steerCampaign } from "./steer-campaign";

/**
 * Lets a paused campaign go on (C11). Where Kituo paused it, it takes a comment; where stations were lost or the image
 * failed, an approver who has no part in it.
 */
export async function resumeCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof orderInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "steer-campaigns");
  const { expectedRev, comment } = parseInput(orderInput, input);
  return steerCampaign(ctx, id, {
    action: "ResumeCampaign",
    expectedRev,
    from: ["Paused"],
    comment,
    order: (own) => ({
      type: "Resume",
      comment: comment ?? null,
      isApprover: isUninvolvedApprover(ctx.actor, own),
    }),
  });
}
