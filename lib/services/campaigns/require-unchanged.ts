import type { Campaign, FirmwareRelease } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { ServiceError } from "../errors";
import { storedSpec } from "./spec-fields";
import { storedHash } from "./spec-hash";

/** Throws Conflict unless spec, target list and image are, in the books, still what the hash was made of. */
export async function requireUnchanged(tx: Tx, campaign: Campaign, release: FirmwareRelease): Promise<void> {
  if (await isUnchanged(tx, campaign, release)) return;
  throw new ServiceError(
    "Conflict",
    `${campaign.name} is no longer what was submitted: its spec, its stations or its release have changed. Edit it and submit it again.`,
    "specHash",
  );
}

/** Are they what the hash was made of, and is that hash what was approved (I17)? */
export async function isUnchanged(tx: Tx, campaign: Campaign, release: FirmwareRelease): Promise<boolean> {
  const { id: campaignId, specHash } = campaign;
  const now = await storedHash(tx, { campaignId, spec: storedSpec(campaign.spec), release });
  if (now !== specHash) return false;
  const approval = { campaignId, specHash, decision: "Approved", voidedAt: null };
  return campaign.status === "PendingApproval" || (await tx.campaignApproval.count({ where: approval })) > 0;
}
