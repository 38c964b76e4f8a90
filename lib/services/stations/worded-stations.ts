import { Prisma } from "@/lib/db/generated/client";
import { STATUS_WORDS } from "@/lib/domain/station";
import { aliveSince } from "./connectivity";

/**
 * Every station that `where` lets through with its status word and a sort key, as a sub-select (id, identity, word, key).
 * `where` and `key` may speak of `s` (station), `site` and `g` (the living gateway that holds it).
 * It says in SQL what `stationWord` says in the domain, so that ten thousand stations can be
 * counted without loading them; a test holds the two together.
 */
export function wordedStations(wanted: {
  readonly where: Prisma.Sql;
  readonly key?: Prisma.Sql;
  readonly now: Date;
}): Prisma.Sql {
  const worstFirst = Prisma.sql`ARRAY[${Prisma.join([...STATUS_WORDS])}]::text[]`;
  return Prisma.sql`
    SELECT s.id, s.identity, CASE
      WHEN g.id IS NULL AND s.gateway_id IS NULL AND s.connected_at IS NULL AND s.disconnected_at IS NULL THEN 'NeverConnected'
      WHEN g.id IS NULL THEN 'Offline'
      WHEN c.itself = 'Faulted' THEN 'Fault'
      WHEN EXISTS (SELECT FROM firmware_attempt a WHERE a.station_id = s.id AND a.closed_at IS NULL)
        AND (c.itself = 'Unavailable' OR c.worst IS DISTINCT FROM array_position(${worstFirst}, 'Fault')) THEN 'Updating'
      WHEN c.itself = 'Unavailable' THEN 'OutOfService'
      ELSE COALESCE((${worstFirst})[c.worst], 'Available')
    END AS word, ${wanted.key ?? Prisma.sql`s.identity`} AS key
    FROM station s
    LEFT JOIN site ON site.id = s.site_id
    LEFT JOIN gateway g ON g.id = s.gateway_id AND g.stopped_at IS NULL
      AND g.beat_at >= ${aliveSince(wanted.now).toISOString()}::timestamptz
    LEFT JOIN (
      SELECT station_id,
        max(status) FILTER (WHERE evse = 0) AS itself,
        min(array_position(${worstFirst}, ${connectorWordSql})) FILTER (WHERE evse <> 0) AS worst
      FROM connector GROUP BY station_id
    ) c ON c.station_id = s.id
    WHERE s.removed_at IS NULL AND ${wanted.where}`;
}

const connectorWordSql = Prisma.sql`
  CASE status
    WHEN 'Available' THEN 'Available'
    WHEN 'Reserved' THEN 'Reserved'
    WHEN 'Unavailable' THEN 'OutOfService'
    WHEN 'Faulted' THEN 'Fault'
    ELSE CASE occupancy
      WHEN 'Charging' THEN 'Charging'
      WHEN 'SuspendedEV' THEN 'PausedByCar'
      WHEN 'SuspendedEVSE' THEN 'PausedByCharger'
      WHEN 'Preparing' THEN 'Preparing'
      WHEN 'Finishing' THEN 'Finishing'
      ELSE 'Occupied'
    END
  END`;
