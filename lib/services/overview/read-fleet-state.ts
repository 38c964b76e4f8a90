import { Prisma } from "@/lib/db/generated/client";
import type { FleetState } from "@/lib/domain/overview/overview-view";
import type { StatusWord } from "@/lib/domain/station";
import { requirePermission, type ServiceContext } from "../context";
import { wordedStations } from "../stations/worded-stations";

/** How many chargers there are of each status, and how many connectors they have in all. */
export async function readFleetState(ctx: ServiceContext): Promise<FleetState> {
  requirePermission(ctx, "read");
  const worded = wordedStations({ where: Prisma.sql`TRUE`, now: ctx.now() });
  const [words, [connectors]] = await Promise.all([
    ctx.db.$queryRaw<{ word: StatusWord; count: number }[]>`
      SELECT word, count(*)::int AS count FROM (${worded}) w GROUP BY word`,
    ctx.db.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM connector c JOIN station s ON s.id = c.station_id
      WHERE c.evse > 0 AND s.removed_at IS NULL`,
  ]);
  return { words, chargers: words.reduce((sum, { count }) => sum + count, 0), connectors: connectors?.n ?? 0 };
}
