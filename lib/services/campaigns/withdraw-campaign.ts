import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { orderInput } from "./campaign-fields";
import { changeCampaign } from "./change-campaign";
import { said } from "./said";
import { thawCampaign } from "./thaw-campaign";

/** Takes a submitted campaign back to a draft (C4). */
export async function withdrawCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof orderInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "plan-campaigns");
  const { expectedRev, comment } = parseInput(orderInput, input);
  const order = { action: "WithdrawCampaign", expectedRev, from: ["PendingApproval"] } as const;
  return changeCampaign(ctx, id, order, async ({ tx }) => ({
    set: await thawCampaign(tx, id, ctx.now()),
    journal: [
      { type: "CampaignChanged", from: "PendingApproval", to: "Draft", cause: "Withdrawn", data: said(comment) },
    ],
    details: said(comment),
  }));
}
