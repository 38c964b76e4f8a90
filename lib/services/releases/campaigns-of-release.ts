import type { FirmwareRelease } from "@/lib/db/generated/client";
import { CAMPAIGN_STATES, isCampaignOver } from "@/lib/domain/firmware/campaign-states";
import type { Tx } from "../context";
import { ServiceError } from "../errors";

/** From the submission to its end, a campaign holds on to its release. */
const HOLDING = CAMPAIGN_STATES.filter((state) => state !== "Draft" && !isCampaignOver(state));

/** A campaign that has been handed in and is not over, and takes the release; null where there is none. */
export function findHolder(db: Pick<Tx, "campaign">, releaseId: string): Promise<{ readonly name: string } | null> {
  return db.campaign.findFirst({ where: { releaseId, status: { in: HOLDING } }, select: { name: true } });
}

/** Throws Conflict while a campaign that has been handed in and is not over uses the release. */
export async function requireUnheld(tx: Pick<Tx, "campaign">, release: FirmwareRelease): Promise<void> {
  const campaign = await findHolder(tx, release.id);
  if (campaign === null) return;
  throw new ServiceError(
    "Conflict",
    `The campaign ${campaign.name} rolls out the release ${release.version}: it has to be over, or withdrawn, before that.`,
  );
}
