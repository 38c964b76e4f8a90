import { createHash } from "node:crypto";
import type { ServiceContext } from "../context";

/** Of each piece but the last. */
export const CHUNK_BYTES = 256 * 1024;

/** Where a piece lies in the file, and its address: its own SHA-256, in hex. */
export type ChunkPlace = { readonly hash: string; readonly from: number; readonly bytes: number };

/** The pieces of a release in order. */
export async function chunkPlaces(ctx: ServiceContext, releaseId: string): Promise<readonly ChunkPlace[]> {
  const rows = await ctx.db.firmwareReleaseChunk.findMany({
    where: { releaseId },
    orderBy: { place: "asc" },
    select: { hash: true, bytes: true },
  });
  let from = 0;
  return rows.map(({ hash, bytes }) => {
    const place = { hash: Buffer.from(hash).toString("hex"), from, bytes };
    from += bytes;
    return place;
  });
}

/** A piece by its address; null where it is gone, or is no longer what it was. */
export async function readChunk(ctx: ServiceContext, hash: string): Promise<Buffer | null> {
  const row = await ctx.db.firmwareChunk.findUnique({ where: { hash: Buffer.from(hash, "hex") } });
  if (row === null) return null;
  const data = Buffer.from(row.data.buffer, row.data.byteOffset, row.data.byteLength);
  return sha256Of(data) === hash ? data : null;
}

/** In hex. */
export const sha256Of = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");
