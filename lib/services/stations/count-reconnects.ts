import type { Database } from "@/lib/db/client";
import { CLOSED_BY_KITUO, UNSTABLE } from "@/lib/domain/stability";

/** Flapping shows in the newest connections; older ones need not be looked through. */
const LOOKED_AT_MAX = 5_000;

/**
 * How often stations came back by themselves since an instant. A connection whose predecessor Kituo closed on purpose
 * does not count. Stations that did not come back are left out.
 */
export async function countReconnects(
  db: Pick<Database, "$queryRaw">,
  stationIds: readonly number[],
  since: Date,
): Promise<ReadonlyMap<number, number>> {
  if (stationIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ stationId: number; n: number }[]>`
    SELECT s.id AS "stationId", count(*)::int AS n
    FROM station s
    JOIN connection c ON c.station_id = s.id AND c.epoch > GREATEST(1, s.connection_epoch - ${LOOKED_AT_MAX}::int)
      AND c.opened_at > ${since.toISOString()}::timestamptz
    JOIN connection before ON before.station_id = s.id AND before.epoch = c.epoch - 1
      AND NOT (COALESCE(before.close_reason, '') = ANY(${[...CLOSED_BY_KITUO]}::text[]))
    WHERE s.id = ANY(${[...stationIds]}::int[]) AND s.connected_at > ${since.toISOString()}::timestamptz
    GROUP BY s.id`;
  return new Map(rows.map(({ stationId, n }) => [stationId, n]));
}

/** When "of late" begins for the word "unstable". */
export const unstableSince = (now: Date): Date => new Date(now.getTime() - UNSTABLE.minutes * 60_000);
