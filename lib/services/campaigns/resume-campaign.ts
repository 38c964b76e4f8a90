import type { z } from "zod";
import type { PauseCause } from "@/lib/domain/firmware/campaign-states";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { isUninvolvedApprover } from "./campaign-actions";
import { orderInput } from "./campaign-fields";
import { isUuid } from "./is-uuid";
import { type ImageProof, proveImage, requireImage } from "./require-image";
import { requireUnchanged } from "./require-unchanged";
import { steerCampaign } from "./steer-campaign";

/**
 * Lets a paused campaign go on (C11). Where Kituo paused it, it takes a comment; where stations were lost, the image
 * failed or it was not what had been approved, an approver who has no part in it; the last is proved again.
 */
export async function resumeCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof orderInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "steer-campaigns");
  const { expectedRev, comment } = parseInput(orderInput, input);
  const proof = await proveDoubted(ctx, id);
  return steerCampaign(ctx, id, {
    action: "ResumeCampaign",
    expectedRev,
    from: ["Paused"],
    comment,
    require: async ({ tx }, campaign) => {
      if (campaign.pauseCause === DOUBTED)
        await requireUnchanged(tx, campaign, await requireImage(tx, campaign.releaseId, proof));
    },
    order: (own) => ({
      type: "Resume",
      comment: comment ?? null,
      isApprover: isUninvolvedApprover(ctx.actor, own),
    }),
  });
}

const DOUBTED: PauseCause = "NotAsApproved";

async function proveDoubted(ctx: ServiceContext, id: string): Promise<ImageProof | null> {
  const doubted = isUuid(id) ? await ctx.db.campaign.count({ where: { id, pauseCause: DOUBTED } }) : 0;
  return doubted === 0 ? null : proveImage(ctx, id);
}
