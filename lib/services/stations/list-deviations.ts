import type { DeviationView } from "@/lib/domain/station-view";
import { requirePermission, type ServiceContext } from "../context";
import { findStationOrThrow } from "./find-station";

/** What had to be mended in a station's messages, the most frequent first. There are only as many as repairs. */
export async function listDeviations(ctx: ServiceContext, identity: string): Promise<readonly DeviationView[]> {
  requirePermission(ctx, "read");
  const station = await findStationOrThrow(ctx.db, identity);
  const rows = await ctx.db.stationDeviation.findMany({
    where: { stationId: station.id },
    orderBy: [{ count: "desc" }, { repair: "asc" }],
  });
  return rows.map((row) => ({
    repair: row.repair,
    count: row.count,
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    exampleMessageId: row.exampleMessageId,
  }));
}
