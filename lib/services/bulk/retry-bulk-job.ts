import type { BulkJobView } from "@/lib/domain/bulk-job";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { findBulkJob, readBulkJob } from "./read-bulk-job";

/**
 * Asks those again that failed or were stopped, each by a new command. What was not answered is not asked again: it may
 * still act. Safe to repeat: what waits already is not failed.
 */
export async function retryBulkJob(ctx: ServiceContext, id: string): Promise<BulkJobView> {
  requirePermission(ctx, "command");
  await inTransaction(ctx, async ({ tx, audit }) => {
    const job = await findBulkJob(tx, id);
    const count = await tx.$executeRaw`
      UPDATE bulk_row r SET state = 'Waiting', reason = NULL, command_id = gen_random_uuid()
      WHERE r.job_id = ${job.id}::uuid AND (r.state IN ('Refused', 'Stopped') OR (r.state = 'Asked' AND EXISTS (
        SELECT FROM command c WHERE c.id = r.command_id AND c.state::text IN
          ('NoEffect', 'Rejected', 'Failed', 'NotSupported', 'NotConnected', 'Expired', 'Revoked', 'NotSent'))))`;
    if (count === 0) return;
    await tx.bulkJob.update({ where: { id: job.id }, data: { sentAt: null, stoppedAt: null } });
    await audit("RetryBulkJob", `bulk:${job.id}`, { count });
  });
  return readBulkJob(ctx, id);
}
