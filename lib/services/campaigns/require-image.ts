import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { ServiceContext, Tx } from "../context";
import { ServiceError } from "../errors";
import { rehash } from "../releases/rehash";
import { isUuid } from "./is-uuid";

/** What the stored image of a campaign hashes to now, in hex; null where it is not what its release says. */
export type ImageProof = { readonly releaseId: string; readonly sha256: string | null };

/**
 * Hashes the stored image of a campaign again. Slow for a large one, so it stands before the transaction, which then
 * holds the release to it with `requireImage`. Null where there is no such campaign.
 */
export async function proveImage(ctx: ServiceContext, campaignId: string): Promise<ImageProof | null> {
  const campaign = isUuid(campaignId)
    ? await ctx.db.campaign.findUnique({ where: { id: campaignId }, select: { releaseId: true } })
    : null;
  if (campaign === null) return null;
  return proveRelease(ctx, campaign.releaseId);
}

/** The same, of a release. A given-up one throws the signal's reason. */
export async function proveRelease(
  ctx: ServiceContext,
  releaseId: string,
  signal: AbortSignal | null = null,
): Promise<ImageProof> {
  const { sha256, isSound } = await rehash(ctx, releaseId, signal);
  return { releaseId, sha256: isSound ? sha256 : null };
}

/** Throws Conflict unless the release is verified and its image is, byte for byte, what was verified. */
export async function requireImage(
  tx: Pick<Tx, "firmwareRelease">,
  releaseId: string,
  proof: ImageProof | null,
): Promise<FirmwareRelease> {
  const release = await tx.firmwareRelease.findUniqueOrThrow({ where: { id: releaseId } });
  if (release.status !== "Verified")
    throw new ServiceError(
      "Conflict",
      `The release ${release.version} is ${release.status}: only a Verified one is rolled out.`,
    );
  if (!isImageOf(release, proof))
    throw new ServiceError(
      "Conflict",
      `The stored image of ${release.version} is not the one that was verified. Nothing is sent.`,
    );
  return release;
}

/** Does the proof say that the release's image is what was verified? */
export const isImageOf = (release: Pick<FirmwareRelease, "id" | "sha256">, proof: ImageProof | null): boolean =>
  proof !== null && proof.releaseId === release.id && proof.sha256 !== null && proof.sha256 === release.sha256;
