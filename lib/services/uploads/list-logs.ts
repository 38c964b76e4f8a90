import { z } from "zod";
import type { LogJobView } from "@/lib/domain/log-job";
import { requirePermission, type ServiceContext } from "../context";
import { livePosition } from "../live-position";
import { createdBefore, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "../stations/find-station";
import { toLogJobView } from "./log-job-view";

const listLogsInput = z.object({ identity: z.string().min(1).max(255), ...pageFields });

/** The logs that were asked of a station, newest first, with the files that came. */
export async function listLogs(
  ctx: ServiceContext,
  input: z.input<typeof listLogsInput>,
): Promise<Page<LogJobView> & { readonly position: number }> {
  requirePermission(ctx, "read");
  const { identity, limit, cursor } = parseInput(listLogsInput, input);
  const position = await livePosition(ctx.db);
  const station = await findStationOrThrow(ctx.db, identity);
  const rows = await ctx.db.upload.findMany({
    where: { AND: [{ stationId: station.id }, createdBefore(cursor)] },
    include: { command: true, files: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = toPage(
    rows,
    limit,
    (row) => toLogJobView(row, identity),
    (row) => [row.createdAt.toISOString(), row.id],
  );
  return { ...page, position };
}
