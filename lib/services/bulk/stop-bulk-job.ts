import type { BulkJobView } from "@/lib/domain/bulk-job";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { findBulkJob, readBulkJob } from "./read-bulk-job";

/** Takes back what has not been asked yet; what was asked goes on. Safe to repeat. */
export async function stopBulkJob(ctx: ServiceContext, id: string): Promise<BulkJobView> {
  requirePermission(ctx, "command");
  await inTransaction(ctx, async ({ tx, audit }) => {
    const job = await findBulkJob(tx, id);
    const now = ctx.now();
    const { count } = await tx.bulkRow.updateMany({
      where: { jobId: job.id, state: "Waiting" },
      data: { state: "Stopped" },
    });
    if (count === 0) return;
    await tx.bulkJob.update({ where: { id: job.id }, data: { stoppedAt: now, sentAt: now } });
    await audit("StopBulkJob", `bulk:${job.id}`, { count });
  });
  return readBulkJob(ctx, id);
}
