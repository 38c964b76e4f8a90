import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isUninvolvedApprover } from "./campaign-actions";
import { explainedInput } from "./campaign-fields";
import { steerCampaign } from "./steer-campaign";

/** Lets a held wave pass although it missed its rule (W7). Throws Forbidden for whoever has a part in the campaign. */
export async function overrideWave(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof explainedInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "approve-campaigns");
  const { expectedRev, comment } = parseInput(explainedInput, input);
  return steerCampaign(ctx, id, {
    action: "OverrideWave",
    expectedRev,
    from: ["Paused"],
    comment,
    order: (own) => {
      if (isUninvolvedApprover(ctx.actor, own)) return { type: "Override", comment };
      throw new ServiceError("Forbidden", "A held wave is let pass by somebody who has no part in the campaign.");
    },
  });
}
