import { z } from "zod";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { findFileOrThrow } from "./find-file";

export type FileToSend = {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Its pieces in order; read as they are taken. */
  readonly content: () => AsyncGenerator<Uint8Array>;
};

/** A file to be downloaded. Who took it is kept. */
export async function readFile(ctx: ServiceContext, fileId: string): Promise<FileToSend> {
  requirePermission(ctx, "read");
  const row = await inTransaction(ctx, async ({ tx, audit }) => {
    const found = await findFileOrThrow(tx, fileId);
    const { identity } = found.upload.station;
    await audit("DownloadLog", `station:${identity}`, { fileId, name: found.name, sha256: found.sha256 });
    return found;
  });
  return { name: row.name, bytes: row.bytes, sha256: row.sha256 ?? "", content: () => chunksOf(ctx, row) };
}

/** The newest file of an upload, to be downloaded. */
export async function readNewestFile(ctx: ServiceContext, uploadId: string): Promise<FileToSend> {
  requirePermission(ctx, "read");
  const newest = z.uuid().safeParse(uploadId).success
    ? await ctx.db.uploadFile.findFirst({
        where: { uploadId, completedAt: { not: null }, removedAt: null },
        orderBy: { completedAt: "desc" },
      })
    : null;
  if (newest === null) throw new ServiceError("NotFound", `There is no file of an upload ${uploadId}.`);
  return readFile(ctx, newest.id);
}

async function* chunksOf(
  ctx: ServiceContext,
  { id, bytes }: { readonly id: string; readonly bytes: number },
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for (let place = 0; sent < bytes; place += 1) {
    const chunk = await ctx.db.uploadChunk.findUnique({ where: { fileId_place: { fileId: id, place } } });
    // Deleted while it was being sent: cut off, so that half of it is not taken for the whole.
    if (chunk === null) throw new ServiceError("NotFound", `The file ${id} has been deleted.`);
    sent += chunk.data.byteLength;
    yield chunk.data;
  }
}
