import { createHash, randomUUID } from "node:crypto";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { isUniqueViolation } from "../unique-violation";
import { lockRelease } from "./find-release";
import { cutIntoPieces } from "./image-pieces";
import { verifyRelease } from "./verify-release";

/** 1 GiB. */
const BYTES_MAX = 1024 * 1024 * 1024;

type Writing = { readonly releaseId: string; readonly uploadId: string; readonly bytesMax: number };

/**
 * Takes a release's image as it comes, piece by piece, and verifies it. A newer try takes the place of one that is
 * still under way (which gets Conflict); what broke off begins anew. Throws Conflict for bytes that another release
 * holds already, Invalid for an empty image or one of more than `bytesMax` bytes.
 */
export async function storeImage(
  ctx: ServiceContext,
  id: string,
  body: AsyncIterable<Uint8Array>,
  { bytesMax = BYTES_MAX }: { readonly bytesMax?: number } = {},
): Promise<ReleaseView> {
  requirePermission(ctx, "plan-campaigns");
  const writing = { releaseId: id, uploadId: randomUUID(), bytesMax };
  await beginUpload(ctx, writing);
  try {
    const written = await writePieces(ctx, writing, body);
    await finishUpload(ctx, writing, written);
  } catch (error) {
    // Where that fails too, the leader's loop drops them as abandoned.
    await dropPieces(ctx, writing).catch(() => undefined);
    throw error;
  }
  return verifyRelease(ctx, id);
}

/** What may still get an image: a new release, and one whose image was refused. */
const FILLABLE: ReadonlySet<string> = new Set(["Uploading", "Rejected"]);

async function beginUpload(ctx: ServiceContext, { releaseId, uploadId }: Writing): Promise<void> {
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const row = await lockRelease(tx, releaseId);
    if (!FILLABLE.has(row.status))
      throw new ServiceError("Conflict", `The release ${row.version} has its image already.`);
    await tx.firmwareReleaseChunk.deleteMany({ where: { releaseId } });
    const empty = { bytes: 0, sha256: null, fault: null, checks: [], verifiedAt: null };
    await tx.firmwareRelease.update({
      where: { id: releaseId },
      data: { ...empty, status: "Uploading", uploadId, storedAt: ctx.now(), rev: { increment: 1 } },
    });
    await audit("UploadRelease", `release:${releaseId}`);
    await announce({ type: "ReleaseChanged", releaseId, status: "Uploading" });
  });
}

type Written = { readonly bytes: number; readonly sha256: string };

async function writePieces(ctx: ServiceContext, writing: Writing, body: AsyncIterable<Uint8Array>): Promise<Written> {
  const hash = createHash("sha256");
  let bytes = 0;
  let place = 0;
  for await (const piece of cutIntoPieces(body)) {
    bytes += piece.length;
    if (bytes > writing.bytesMax)
      throw new ServiceError("Invalid", `An image holds at most ${writing.bytesMax} bytes.`, "file");
    hash.update(piece);
    await writePiece(ctx, writing, place, piece);
    place += 1;
  }
  if (bytes === 0) throw new ServiceError("Invalid", "The image is empty.", "file");
  return { bytes, sha256: hash.digest("hex") };
}

/** A piece that any release holds already is stored once. Its row is locked, so that it is not dropped meanwhile. */
async function writePiece(
  ctx: ServiceContext,
  { releaseId, uploadId }: Writing,
  place: number,
  data: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const hash = new Uint8Array(createHash("sha256").update(data).digest());
  const stored = await ctx.db.$executeRaw`
    WITH release AS (
      UPDATE firmware_release
      SET bytes = bytes + ${data.byteLength}::int, stored_at = ${ctx.now().toISOString()}::timestamptz
      WHERE id = ${releaseId}::uuid AND upload_id = ${uploadId}::uuid AND status = 'Uploading'
      RETURNING id
    ), piece AS (
      INSERT INTO firmware_chunk (hash, data) SELECT ${hash}, ${data} FROM release
      ON CONFLICT (hash) DO UPDATE SET hash = EXCLUDED.hash
      RETURNING hash
    )
    INSERT INTO firmware_release_chunk (release_id, place, hash, bytes)
    SELECT release.id, ${place}::int, piece.hash, ${data.byteLength}::int FROM release, piece`;
  if (stored !== 1) throw replaced();
}

const replaced = (): ServiceError => new ServiceError("Conflict", "Another upload took the place of this one.", "file");

async function finishUpload(ctx: ServiceContext, writing: Writing, written: Written): Promise<void> {
  const { releaseId, uploadId } = writing;
  try {
    await inTransaction(ctx, async ({ tx, announce }) => {
      const { count } = await tx.firmwareRelease.updateMany({
        where: { id: releaseId, uploadId, status: "Uploading", bytes: written.bytes },
        data: { status: "Uploaded", sha256: written.sha256, storedAt: ctx.now(), rev: { increment: 1 } },
      });
      if (count !== 1) throw replaced();
      await announce({ type: "ReleaseChanged", releaseId, status: "Uploaded" });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? await sameBytes(ctx, written) : error;
  }
}

async function sameBytes(ctx: ServiceContext, { sha256 }: Written): Promise<ServiceError> {
  const other = await ctx.db.firmwareRelease.findUnique({ where: { sha256 } });
  const name = other === null ? "another release" : `the release ${other.vendor} ${other.version} (${other.id})`;
  return new ServiceError("Conflict", `This very file is ${name} already.`, "file");
}

/** What came of a try that failed goes; the release waits for another one. */
async function dropPieces(ctx: ServiceContext, { releaseId, uploadId }: Writing): Promise<void> {
  await inTransaction(ctx, async ({ tx }) => {
    const { count } = await tx.firmwareRelease.updateMany({
      where: { id: releaseId, uploadId, status: "Uploading" },
      data: { bytes: 0, uploadId: null, rev: { increment: 1 } },
    });
    if (count === 1) await tx.firmwareReleaseChunk.deleteMany({ where: { releaseId } });
  });
}
