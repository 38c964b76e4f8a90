import { z } from "zod";
import type { BulkJobView } from "@/lib/domain/bulk-job";
import { requirePermission, type ServiceContext } from "../context";
import { instantSchema } from "../instant";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { toBulkJobViews } from "./read-bulk-job";

export const listBulkJobsInput = z.object(pageFields);

const keySchema = z.tuple([instantSchema, z.uuid()]);

/** What was asked of many chargers at once, newest first. */
export async function listBulkJobs(
  ctx: ServiceContext,
  input: z.input<typeof listBulkJobsInput> = {},
): Promise<Page<BulkJobView>> {
  requirePermission(ctx, "read");
  const { limit, cursor } = parseInput(listBulkJobsInput, input);
  const after = cursor === undefined ? null : decodeCursor(cursor, keySchema);
  const rows = await ctx.db.bulkJob.findMany({
    where:
      after === null ? {} : { OR: [{ createdAt: { lt: after[0] } }, { createdAt: after[0], id: { lt: after[1] } }] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [row.createdAt.toISOString(), row.id],
  );
  return { items: await toBulkJobViews(ctx, page.items), nextCursor: page.nextCursor };
}
