import { createHash } from "node:crypto";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { isUniqueViolation } from "../unique-violation";
import { findReleaseOrThrow } from "./find-release";
import { CHUNK_BYTES } from "./image-chunks";
import { verifyRelease } from "./verify-release";

/** Where nothing else is set: 1 GiB. */
export const IMAGE_BYTES_MAX = 1024 ** 3;

/**
 * Takes a release's image as it comes, in pieces that are each stored before the next is read, and verifies it. A new
 * try takes the place of one that broke off, also of one that is still coming in. Throws Conflict where the same bytes
 * are another release already, LimitReached where it is larger than `bytesMax`.
 */
export async function storeImage(
  ctx: ServiceContext,
  id: string,
  body: AsyncIterable<Uint8Array>,
  { bytesMax = IMAGE_BYTES_MAX }: { readonly bytesMax?: number } = {},
): Promise<ReleaseView> {
  requirePermission(ctx, "plan-campaigns");
  const writing = await begin(ctx, id);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of inPieces(body)) {
    bytes += piece.length;
    if (bytes > bytesMax) throw new ServiceError("LimitReached", `An image has ${bytesMax} bytes at most.`);
    hash.update(piece);
    await storePiece(ctx, writing, { place: Math.floor((bytes - 1) / CHUNK_BYTES), piece });
  }
  if (bytes === 0) throw new ServiceError("Invalid", "The file is empty.", "file");
  await finish(ctx, writing, { bytes, sha256: hash.digest("hex") });
  return verifyRelease(ctx, id);
}

/** `rev`: whoever begins anew raises it, and what an older try still writes does not count. */
type Writing = { readonly id: string; readonly rev: number };

async function begin(ctx: ServiceContext, id: string): Promise<Writing> {
  return inTransaction(ctx, async ({ tx }) => {
    const release = await findReleaseOrThrow(tx, id);
    if (release.status !== "Uploading")
      throw new ServiceError("Conflict", `The image of this release is here already: it is ${release.status}.`);
    const row = await tx.firmwareRelease.update({ where: { id }, data: { rev: { increment: 1 } } });
    await tx.firmwareReleaseChunk.deleteMany({ where: { releaseId: id } });
    return { id, rev: row.rev };
  });
}

type Piece = { readonly place: number; readonly piece: Buffer };

/** The same piece of another release is stored once; touched, so that nobody clears it away meanwhile. */
async function storePiece(ctx: ServiceContext, { id, rev }: Writing, { place, piece }: Piece): Promise<void> {
  const hash = createHash("sha256").update(piece).digest();
  const data = new Uint8Array(piece);
  await inTransaction(ctx, async ({ tx }) => {
    const { count } = await tx.firmwareRelease.updateMany({
      where: { id, rev, status: "Uploading" },
      data: { bytes: place === 0 ? piece.length : { increment: piece.length } },
    });
    if (count === 0) throw new ServiceError("Conflict", "Another try took the place of this one.");
    await tx.$executeRaw`
      INSERT INTO firmware_chunk (hash, data) VALUES (${new Uint8Array(hash)}, ${data})
      ON CONFLICT (hash) DO UPDATE SET hash = EXCLUDED.hash`;
    await tx.firmwareReleaseChunk.create({
      data: { releaseId: id, place, hash: new Uint8Array(hash), bytes: piece.length },
    });
  });
}

type Whole = { readonly bytes: number; readonly sha256: string };

async function finish(ctx: ServiceContext, { id, rev }: Writing, { bytes, sha256 }: Whole): Promise<void> {
  const done = await inTransaction(ctx, async ({ tx, announce }) => {
    const { count } = await tx.firmwareRelease.updateMany({
      where: { id, rev, status: "Uploading" },
      data: { bytes, sha256, status: "Uploaded", rev: { increment: 1 } },
    });
    if (count === 1) await announce({ type: "ReleaseChanged", releaseId: id, status: "Uploaded" });
    return count === 1;
  }).catch(async (error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    const same: FirmwareRelease | null = await ctx.db.firmwareRelease.findUnique({ where: { sha256 } });
    const name = same === null ? "another release" : `${same.vendor} ${same.version}`;
    throw new ServiceError("Conflict", `These very bytes are ${name} already.`, "file");
  });
  if (!done) throw new ServiceError("Conflict", "Another try took the place of this one.");
}

/** Pieces of one length, whatever they come in. */
async function* inPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    let rest = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    while (bytes + rest.length >= CHUNK_BYTES) {
      const room = CHUNK_BYTES - bytes;
      yield Buffer.concat([...held, rest.subarray(0, room)]);
      rest = rest.subarray(room);
      held = [];
      bytes = 0;
    }
    // A copy: who sends it may fill its buffer anew.
    if (rest.length > 0) held.push(Buffer.from(rest));
    bytes += rest.length;
  }
  if (bytes > 0) yield Buffer.concat(held);
}
