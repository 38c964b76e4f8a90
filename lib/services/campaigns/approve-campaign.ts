import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Campaign, FirmwareRelease } from "@/lib/db/generated/client";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isOwn } from "./campaign-actions";
import { approveInput } from "./campaign-fields";
import { changeCampaign } from "./change-campaign";
import { proveImage, requireImage } from "./require-image";
import { requireUnchanged } from "./require-unchanged";
import { said } from "./said";
import { storedSpec } from "./spec-fields";

/**
 * Approves what somebody else planned (C5): exactly what the hash stands for, and with the image hashed again. Throws
 * Forbidden for whoever made it, ever edited it, or uploaded its image.
 */
export async function approveCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof approveInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "approve-campaigns");
  const { expectedRev, specHash, comment } = parseInput(approveInput, input);
  const proof = await proveImage(ctx, id);
  const order = { action: "ApproveCampaign", expectedRev, from: ["PendingApproval"] } as const;
  return changeCampaign(ctx, id, order, async ({ tx }, campaign) => {
    const release = await requireImage(tx, campaign.releaseId, proof);
    requireOtherEyes(ctx, campaign, release);
    if (specHash !== campaign.specHash)
      throw new ServiceError(
        "Conflict",
        "What you approve is not what was submitted last. Look at it again.",
        "specHash",
      );
    await requireUnchanged(tx, campaign, release);
    const at = ctx.now();
    const expiresAt = new Date(at.getTime() + storedSpec(campaign.spec).approvalSecondsMax * 1_000);
    const by = { byId: ctx.actor.id, by: ctx.actor.name };
    await tx.campaignApproval.create({
      data: {
        id: randomUUID(),
        campaignId: id,
        specHash,
        decision: "Approved",
        ...by,
        comment: comment ?? null,
        at,
        expiresAt,
      },
    });
    const data = { specHash, expiresAt: expiresAt.toISOString(), ...said(comment) };
    return {
      set: { status: "Scheduled", approvedAt: at },
      journal: [{ type: "CampaignChanged", from: "PendingApproval", to: "Scheduled", cause: "Approved", data }],
      details: data,
    };
  });
}

function requireOtherEyes(ctx: ServiceContext, campaign: Campaign, release: FirmwareRelease): void {
  if (!isOwn(ctx.actor, { campaign, uploadedById: release.uploadedById })) return;
  const did = release.uploadedById === ctx.actor.id ? "uploaded its image" : "made or edited it";
  throw new ServiceError("Forbidden", `You ${did}: ${campaign.name} is approved by somebody else.`);
}
