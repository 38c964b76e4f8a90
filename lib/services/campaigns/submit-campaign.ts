import type { z } from "zod";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { orderInput } from "./campaign-fields";
import { changeCampaign } from "./change-campaign";
import { findRelease } from "./find-release";
import { freezeTargets } from "./freeze-targets";
import { type Plan, planTargets } from "./plan-targets";
import { storedSpec } from "./spec-fields";
import { specHash } from "./spec-hash";

const TARGETS_MAX = 20_000;

/**
 * Hands a draft in for approval (C3): from here on its stations and waves are frozen, and the hash stands for all of
 * it. Throws Invalid where it could not be carried out as it is.
 */
export async function submitCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof orderInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "plan-campaigns");
  const { expectedRev, comment } = parseInput(orderInput, input);
  const order = { action: "SubmitCampaign", expectedRev, from: ["Draft"] } as const;
  return changeCampaign(ctx, id, order, async ({ tx }, campaign) => {
    // Nobody retires it meanwhile; from the commit on the campaign holds it.
    await tx.$queryRaw`SELECT id FROM firmware_release WHERE id = ${campaign.releaseId}::uuid FOR SHARE`;
    const release = await findRelease(tx, campaign.releaseId);
    requireVerified(release);
    const now = ctx.now();
    const startAt = campaign.startAt !== null && campaign.startAt > now ? campaign.startAt : now;
    const spec = storedSpec(campaign.spec);
    const plan = await planTargets(tx, { spec, release, startAt, campaignId: id, seed: id });
    requireWhole(plan);
    await freezeTargets(tx, { campaignId: id, plan, at: now });
    const hash = specHash({ spec: plan.spec, release, places: plan.places });
    const data = {
      specHash: hash,
      specRev: campaign.specRev,
      targets: plan.targets.length,
      excluded: plan.excluded.length,
      ...(comment === undefined ? {} : { comment }),
    };
    return {
      set: { status: "PendingApproval", specHash: hash, submittedAt: now },
      journal: [{ type: "CampaignChanged", from: "Draft", to: "PendingApproval", cause: "Submitted", data }],
      details: data,
    };
  });
}

function requireVerified({ status, version, sha256 }: FirmwareRelease): void {
  if (status !== "Verified" || sha256 === null)
    throw new ServiceError("Conflict", `The release ${version} is ${status}: only a Verified one is rolled out.`);
}

function requireWhole({ spec, targets, places, byId, zonesWithoutWindow }: Plan): void {
  if (targets.length === 0)
    throw new ServiceError("Invalid", "No station is left to update: the preview says why.", "spec.targets");
  if (targets.length > TARGETS_MAX)
    throw new ServiceError(
      "Invalid",
      `A campaign has at most ${TARGETS_MAX} stations, not ${targets.length}.`,
      "spec.targets",
    );
  if (places.length < targets.length) {
    const left = targets.length - places.length;
    throw new ServiceError(
      "Invalid",
      `The waves have no room for ${left} of ${targets.length} stations.`,
      "spec.waves",
    );
  }
  requireNamed({ spec, byId });
  if (zonesWithoutWindow.size > 0) {
    const shut = targets.filter(({ timeZone }) => zonesWithoutWindow.has(timeZone));
    throw new ServiceError(
      "Invalid",
      `${shut.length} stations, among them ${shut[0]?.identity}, have no window that is long enough before the deadline.`,
      "spec.windows",
    );
  }
}

/** A station that a wave names and that cannot be updated is missed: somebody counted on it. */
function requireNamed({ spec, byId }: Pick<Plan, "spec" | "byId">): void {
  const targets = new Set([...byId.values()].map(({ identity }) => identity));
  for (const [index, { name, size }] of spec.waves.entries()) {
    const missing = size.type === "Stations" ? size.identities.find((identity) => !targets.has(identity)) : undefined;
    if (missing === undefined) continue;
    throw new ServiceError(
      "Invalid",
      `${missing}, which the wave ${name} names, is no target.`,
      `spec.waves.${index}.size`,
    );
  }
}
