import { inTransaction, type ServiceContext } from "../context";
import type { OpenUpload } from "./find-upload";

type Finished = { readonly fileId: string; readonly bytes: number; readonly sha256: string };

/** A file is whole: from this commit on it may be acknowledged. False: it is no longer being written. */
export async function finishFile(
  ctx: ServiceContext,
  upload: OpenUpload,
  { fileId, bytes, sha256 }: Finished,
): Promise<boolean> {
  return inTransaction(ctx, async ({ tx, announce }) => {
    const now = ctx.now();
    const { count } = await tx.uploadFile.updateMany({
      where: { id: fileId, completedAt: null, brokenOffAt: null, bytes },
      data: { completedAt: now, storedAt: now, sha256 },
    });
    if (count === 1) await announce({ type: "LogChanged", identity: upload.identity, uploadId: upload.id });
    return count === 1;
  });
}

/** A file that will not be completed: its pieces go, and that it was begun stays to be seen. Safe to repeat. */
export async function breakOffFile(ctx: ServiceContext, upload: OpenUpload, fileId: string): Promise<void> {
  await inTransaction(ctx, async ({ tx, announce }) => {
    const { count } = await tx.uploadFile.updateMany({
      where: { id: fileId, completedAt: null, brokenOffAt: null },
      data: { brokenOffAt: ctx.now() },
    });
    if (count === 0) return;
    await tx.uploadChunk.deleteMany({ where: { fileId } });
    await announce({ type: "LogChanged", identity: upload.identity, uploadId: upload.id });
  });
}
