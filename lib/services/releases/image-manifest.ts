import { createHash } from "node:crypto";
import type { ServiceContext } from "../context";

/** A piece of an image, found by the hash of its content. */
export type ImagePiece = {
  /** SHA-256 in hex. */
  readonly hash: string;
  /** Where it begins in the image. */
  readonly at: number;
  readonly bytes: number;
};

/** What an image consists of, in order; empty where it is not stored. */
export async function listPieces(ctx: ServiceContext, releaseId: string): Promise<readonly ImagePiece[]> {
  const rows = await ctx.db.firmwareReleaseChunk.findMany({ where: { releaseId }, orderBy: { place: "asc" } });
  let at = 0;
  return rows.map(({ hash, bytes }) => {
    const piece = { hash: Buffer.from(hash).toString("hex"), at, bytes };
    at += bytes;
    return piece;
  });
}

/** A piece's content as it is stored; null where it is gone or is not what its hash says. */
export async function readPiece(ctx: ServiceContext, hash: string): Promise<Buffer | null> {
  const row = await ctx.db.firmwareChunk.findUnique({ where: { hash: new Uint8Array(Buffer.from(hash, "hex")) } });
  if (row === null) return null;
  const data = Buffer.from(row.data.buffer, row.data.byteOffset, row.data.byteLength);
  return createHash("sha256").update(data).digest("hex") === hash ? data : null;
}
