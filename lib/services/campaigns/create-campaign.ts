import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { inTransaction, requirePermission, type ServiceContext, type Tx, type Unit } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { appendEvents } from "../rollout/journal";
import { createCampaignInput } from "./campaign-fields";
import { announceCampaign } from "./change-campaign";
import { findRelease } from "./find-release";
import { planTargets } from "./plan-targets";
import { readCampaignView } from "./read-campaign";

export type NewCampaign = z.output<typeof createCampaignInput>;

/** Makes a draft (C1). Not safe to repeat: there are two then. */
export async function createCampaign(
  ctx: ServiceContext,
  input: z.input<typeof createCampaignInput>,
): Promise<CampaignView> {
  const wanted = parseInput(createCampaignInput, input);
  requirePlanner(ctx, wanted);
  return inTransaction(ctx, async (unit) => insertCampaign(ctx, unit, { ...wanted, clonedFromId: null }));
}

/** An emergency is an approver's to make, everything else a planner's. */
export function requirePlanner(ctx: ServiceContext, { isEmergency }: Pick<NewCampaign, "isEmergency">): void {
  requirePermission(ctx, isEmergency ? "approve-campaigns" : "plan-campaigns");
}

/** Writes a new draft within a verb's transaction. */
export async function insertCampaign(
  ctx: ServiceContext,
  unit: Unit,
  wanted: NewCampaign & { readonly clonedFromId: string | null },
): Promise<CampaignView> {
  const { tx, audit } = unit;
  const release = await findRelease(tx, wanted.releaseId);
  await requireKind(tx, wanted, release);
  const id = randomUUID();
  const startAt = wanted.startAt == null ? null : new Date(wanted.startAt);
  const plan = { spec: wanted.spec, release, startAt: startAt ?? ctx.now(), campaignId: id, seed: id };
  const { spec } = await planTargets(tx, plan);
  const { kind, name, isEmergency, clonedFromId, rollbackOfId = null, reason = null } = wanted;
  const row = await tx.campaign.create({
    data: {
      id,
      name,
      kind,
      rollbackOfId,
      clonedFromId,
      releaseId: release.id,
      spec,
      startAt,
      reason,
      isEmergency,
      createdById: ctx.actor.id,
      createdBy: ctx.actor.name,
      lastEditedById: ctx.actor.id,
      editorIds: [ctx.actor.id],
      createdAt: ctx.now(),
      rev: 1,
    },
  });
  const data = { name, kind, releaseId: release.id, version: release.version, isEmergency, clonedFromId, rollbackOfId };
  await appendEvents(tx, { campaignId: id, actor: ctx.actor, at: ctx.now() }, [
    { type: "CampaignChanged", to: "Draft", cause: "Created", data },
  ]);
  await audit("CreateCampaign", `campaign:${id}`, data);
  await announceCampaign(unit, row);
  return readCampaignView(tx, ctx, id);
}

async function requireKind(tx: Tx, wanted: NewCampaign, release: FirmwareRelease): Promise<void> {
  const isRollback = wanted.kind === "Rollback";
  if (!isRollback && (wanted.isEmergency || wanted.rollbackOfId != null))
    throw new ServiceError("Invalid", "Only a rollback takes another campaign back, or is an emergency.", "kind");
  if (wanted.isEmergency && wanted.reason == null)
    throw new ServiceError("Invalid", "An emergency needs a reason.", "reason");
  if (!isRollback) return;
  if (wanted.rollbackOfId == null)
    throw new ServiceError("Invalid", "A rollback names the campaign that it takes back.", "rollbackOfId");
  if ((await tx.campaign.count({ where: { id: wanted.rollbackOfId } })) === 0)
    throw new ServiceError("Invalid", `There is no campaign ${wanted.rollbackOfId}.`, "rollbackOfId");
  if (!release.allowDowngrade)
    throw new ServiceError("Invalid", `The release ${release.version} does not allow a downgrade to it.`, "releaseId");
}
