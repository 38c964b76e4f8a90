import type { StartProof } from "@/lib/domain/firmware/campaign-snapshot";
import { type ImageProof, isImageOf } from "../campaigns/require-image";
import { isUnchanged } from "../campaigns/require-unchanged";
import type { Tx } from "../context";

/**
 * Is a campaign that is to start by the clock still what was approved (I17)? What an order to start throws with is a
 * finding here. The caller holds the campaign's lock; the image was hashed before.
 */
export async function findStartProof(tx: Tx, campaignId: string, image: ImageProof): Promise<StartProof> {
  const { release, ...campaign } = await tx.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    include: { release: true },
  });
  if (release.status !== "Verified") return "ReleaseUnusable";
  if (!isImageOf(release, image)) return "ImageChanged";
  return (await isUnchanged(tx, campaign, release)) ? "AsApproved" : "PlanChanged";
}
