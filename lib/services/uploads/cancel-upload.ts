import { z } from "zod";
import type { LogJobView } from "@/lib/domain/log-job";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { toLogJobView } from "./log-job-view";

/**
 * Ends an upload: its address takes nothing any more, and what is on its way is broken off. The station is not told,
 * since OCPP has no word for it. Safe to repeat.
 */
export async function cancelUpload(ctx: ServiceContext, uploadId: string): Promise<LogJobView> {
  requirePermission(ctx, "command");
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const found = z.uuid().safeParse(uploadId).success
      ? await tx.upload.findUnique({ where: { id: uploadId }, include: { station: true } })
      : null;
    if (found === null) throw new ServiceError("NotFound", `There is no upload ${uploadId}.`);
    const { identity } = found.station;
    const include = { command: true, files: true } as const;
    if (found.cancelledAt !== null) {
      return toLogJobView(await tx.upload.findUniqueOrThrow({ where: { id: uploadId }, include }), identity);
    }
    const now = ctx.now();
    const unfinished = { uploadId, completedAt: null, brokenOffAt: null };
    await tx.uploadChunk.deleteMany({ where: { file: unfinished } });
    await tx.uploadFile.updateMany({ where: unfinished, data: { brokenOffAt: now } });
    const row = await tx.upload.update({ where: { id: uploadId }, data: { cancelledAt: now }, include });
    // Nobody waits for its effect any more: its time is up.
    await tx.command.updateMany({
      where: { id: found.commandId, state: { in: ["WaitingForEffect", "NoAnswer"] } },
      data: { effectDeadlineAt: now },
    });
    await announce({ type: "LogChanged", identity, uploadId });
    await audit("CancelLog", `station:${identity}`, { uploadId });
    return toLogJobView(row, identity);
  });
}
