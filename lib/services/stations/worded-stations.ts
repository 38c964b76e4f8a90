import { Prisma } from "@/lib/db/generated/client";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import { aliveSince } from "./connectivity";

/**
 * Every matching station with its status word, as a sub-select (id, identity, word).
 * It says in SQL what `stationWord` says in the domain, so that ten thousand stations can be
 * counted without loading them; a test holds the two together.
 */
export function wordedStations(filter: {
  readonly q: string;
  readonly siteId: number | null;
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
    END AS word
    FROM station s
    LEFT JOIN gateway g ON g.id = s.gateway_id AND g.stopped_at IS NULL
      AND g.beat_at >= ${aliveSince(filter.now).toISOString()}::timestamptz
    LEFT JOIN (
      SELECT station_id,
        max(status) FILTER (WHERE evse = 0) AS itself,
        min(array_position(${worstFirst}, ${connectorWordSql})) FILTER (WHERE evse <> 0) AS worst
      FROM connector GROUP BY station_id
    ) c ON c.station_id = s.id
    WHERE s.removed_at IS NULL AND ${matches(filter.q, filter.siteId)}`;
}

/** To add up from. */
export const NO_STATIONS: Readonly<Record<StatusWord, number>> = {
  Offline: 0,
  NeverConnected: 0,
  Fault: 0,
  Updating: 0,
  Charging: 0,
  PausedByCar: 0,
  PausedByCharger: 0,
  Preparing: 0,
  Finishing: 0,
  Occupied: 0,
  Reserved: 0,
  Available: 0,
  OutOfService: 0,
};

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

function matches(q: string, siteId: number | null): Prisma.Sql {
  const inSite = siteId === null ? Prisma.sql`TRUE` : Prisma.sql`s.site_id = ${siteId}`;
  if (q === "") return inSite;
  const haystack = Prisma.sql`concat_ws(' ', s.identity, s.name, s.serial_number, s.vendor, s.model, array_to_string(s.tags, ' '))`;
  return Prisma.sql`${inSite} AND strpos(lower(${haystack}), lower(${q})) > 0`;
}
