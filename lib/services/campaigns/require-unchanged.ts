import type { Campaign, FirmwareRelease } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { ServiceError } from "../errors";
import { storedSpec } from "./spec-fields";
import { storedHash } from "./spec-hash";

/** Throws Conflict unless spec, target list and image are, in the books, still what the hash was made of. */
export async function requireUnchanged(tx: Tx, campaign: Campaign, release: FirmwareRelease): Promise<void> {
  const now = await storedHash(tx, { campaignId: campaign.id, spec: storedSpec(campaign.spec), release });
  if (now === campaign.specHash) return;
  throw new ServiceError(
    "Conflict",
    `${campaign.name} is no longer what was submitted: its spec, its stations or its release have changed. Edit it and submit it again.`,
    "specHash",
  );
}
