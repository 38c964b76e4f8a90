import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { findFileOrThrow } from "./find-file";

/** Deletes a file's content for good. That it was there, its hash, and who deleted it stay. */
export async function deleteFile(ctx: ServiceContext, fileId: string): Promise<void> {
  requirePermission(ctx, "manage-stations");
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const { name, sha256, upload } = await findFileOrThrow(tx, fileId);
    const { identity } = upload.station;
    await tx.uploadFile.update({
      where: { id: fileId },
      data: { removedAt: ctx.now(), removedBy: ctx.actor.name },
    });
    await tx.uploadChunk.deleteMany({ where: { fileId } });
    await announce({ type: "LogChanged", identity, uploadId: upload.id });
    await audit("DeleteLog", `station:${identity}`, { fileId, name, sha256 });
  });
}
