import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import type { Tx } from "../context";
import { ServiceError } from "../errors";
import { isUuid } from "./is-uuid";
import { storedSpec } from "./spec-fields";

type Found = {
  readonly name: string;
  readonly spec: CampaignSpec;
  /** Of the image. */
  readonly bytes: number;
};

/** What lists of a campaign's parts need of it. Throws NotFound. */
export async function requireCampaign(db: Pick<Tx, "campaign">, id: string): Promise<Found> {
  const row = isUuid(id)
    ? await db.campaign.findUnique({
        where: { id },
        select: { name: true, spec: true, release: { select: { bytes: true } } },
      })
    : null;
  if (row === null) throw new ServiceError("NotFound", `There is no campaign ${id}.`);
  return { name: row.name, spec: storedSpec(row.spec), bytes: Number(row.release.bytes) };
}
