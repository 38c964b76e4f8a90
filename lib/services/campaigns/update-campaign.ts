import type { z } from "zod";
import type { Campaign, FirmwareRelease } from "@/lib/db/generated/client";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { EDITABLE } from "./campaign-actions";
import { updateCampaignInput } from "./campaign-fields";
import { changeCampaign } from "./change-campaign";
import { findRelease } from "./find-release";
import { planTargets } from "./plan-targets";
import { storedSpec } from "./spec-fields";
import { thawCampaign } from "./thaw-campaign";

/**
 * Edits a campaign that has not started (C2, C4, C7). What is left out stays as it is. One that was submitted or
 * approved becomes a draft again, and whoever edits it may not approve it.
 */
export async function updateCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof updateCampaignInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "plan-campaigns");
  const { expectedRev, ...given } = parseInput(updateCampaignInput, input);
  const order = { action: "UpdateCampaign", expectedRev, from: EDITABLE };
  return changeCampaign(ctx, id, order, async ({ tx }, campaign) => {
    const release = await findRelease(tx, given.releaseId ?? campaign.releaseId);
    requireRollbackable(campaign, release);
    const startAt = startOf(campaign, given.startAt);
    const spec = given.spec ?? storedSpec(campaign.spec);
    const plan = { spec, release, startAt: startAt ?? ctx.now(), campaignId: id, seed: id };
    const { spec: whole } = given.spec === undefined ? { spec } : await planTargets(tx, plan);
    const wasFrozen = campaign.status !== "Draft";
    const thawed = wasFrozen ? await thawCampaign(tx, id, ctx.now()) : {};
    const changed = Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : [field]));
    return {
      set: {
        ...thawed,
        name: given.name ?? campaign.name,
        releaseId: release.id,
        startAt,
        spec: whole,
        specRev: { increment: 1 },
        lastEditedById: ctx.actor.id,
        editorIds: [...new Set([...campaign.editorIds, ctx.actor.id])],
      },
      journal: [
        {
          ...(wasFrozen ? { type: "CampaignChanged", from: campaign.status, to: "Draft" } : { type: "CampaignEdited" }),
          cause: "Edited",
          data: { specRev: campaign.specRev + 1, changed },
        },
      ],
      details: { changed },
    };
  });
}

function requireRollbackable(campaign: Campaign, release: FirmwareRelease): void {
  if (campaign.kind === "Rollback" && !release.allowDowngrade)
    throw new ServiceError("Invalid", `The release ${release.version} does not allow a downgrade to it.`, "releaseId");
}

function startOf(campaign: Campaign, given: string | null | undefined): Date | null {
  if (given === undefined) return campaign.startAt;
  return given === null ? null : new Date(given);
}
