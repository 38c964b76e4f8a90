import { createHash } from "node:crypto";
import type { ServiceContext } from "../context";
import { chunkPlaces, readChunk } from "./image-chunks";

/** What the stored image of a release hashes to now (SHA-256 in hex), read piece by piece; null where a piece is gone or spoilt. */
export async function rehash(
  ctx: ServiceContext,
  releaseId: string,
  onPiece: (data: Buffer) => void = () => undefined,
): Promise<string | null> {
  const hash = createHash("sha256");
  for (const place of await chunkPlaces(ctx, releaseId)) {
    const data = await readChunk(ctx, place.hash);
    if (data === null || data.length !== place.bytes) return null;
    hash.update(data);
    onPiece(data);
  }
  return hash.digest("hex");
}
