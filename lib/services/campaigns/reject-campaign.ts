import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { explainedInput } from "./campaign-fields";
import { changeCampaign } from "./change-campaign";

/** Turns a submitted campaign down for good (C6); its plan stays to be read, and a clone of it goes on. */
export async function rejectCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof explainedInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "approve-campaigns");
  const { expectedRev, comment } = parseInput(explainedInput, input);
  const order = { action: "RejectCampaign", expectedRev, from: ["PendingApproval"] } as const;
  return changeCampaign(ctx, id, order, async ({ tx }, campaign) => {
    await tx.campaignApproval.create({
      data: {
        id: randomUUID(),
        campaignId: id,
        specHash: campaign.specHash ?? "",
        decision: "Rejected",
        byId: ctx.actor.id,
        by: ctx.actor.name,
        comment,
        at: ctx.now(),
      },
    });
    return {
      set: { status: "Rejected", reason: comment, finishedAt: ctx.now() },
      journal: [
        { type: "CampaignChanged", from: "PendingApproval", to: "Rejected", cause: "Rejected", data: { comment } },
      ],
      details: { comment },
    };
  });
}
