import { createHash } from "node:crypto";
import type { ServiceContext } from "../context";
import { findReleaseOrThrow } from "./find-release";
import { storedPieces } from "./image-pieces";

export type Rehashed = {
  /** Of the stored pieces, in hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Are they what the release says they are? */
  readonly isSound: boolean;
};

/** Hashes a release's stored image again. Slow for a large one (some 5 s per GiB), so never within a transaction. */
export async function rehash(
  ctx: ServiceContext,
  releaseId: string,
  signal: AbortSignal | null = null,
): Promise<Rehashed> {
  const release = await findReleaseOrThrow(ctx.db, releaseId);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of storedPieces(ctx, releaseId)) {
    signal?.throwIfAborted();
    hash.update(piece);
    bytes += piece.byteLength;
  }
  const sha256 = hash.digest("hex");
  return { sha256, bytes, isSound: sha256 === release.sha256 && bytes === Number(release.bytes) };
}
