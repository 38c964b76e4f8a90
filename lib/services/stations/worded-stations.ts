import { Prisma } from "@/lib/db/generated/client";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import { aliveSince } from "./connectivity";

/**
 * Every station that `where` lets through with its status word and a sort key, as a sub-select (id, identity, word, key, flags).
 * `where` and `key` may speak of `s` (station), `site` and `g` (the living gateway that holds it).
 * It says in SQL what `stationWord` says in the domain, so that ten thousand stations can be
 * counted without loading them; a test holds the two together.
 */
export function wordedStations(wanted: {
  readonly where: Prisma.Sql;
  readonly key?: Prisma.Sql;
  /** Further questions of the same kind as `where`, answered row by row in an array. */
  readonly flags?: readonly Prisma.Sql[];
  readonly now: Date;
}): Prisma.Sql {
  // OFFSET 0: each word is found once, however often it is asked for outside, and not at all where nobody asks.
  return Prisma.sql`
    SELECT s.id, s.identity, CASE
      WHEN g.id IS NULL AND s.gateway_id IS NULL AND s.connected_at IS NULL AND s.disconnected_at IS NULL THEN 'NeverConnected'
      WHEN g.id IS NULL THEN 'Offline'
      WHEN c.itself = 'Faulted' THEN 'Fault'
      WHEN EXISTS (SELECT FROM firmware_attempt a WHERE a.station_id = s.id AND a.closed_at IS NULL)
        AND (c.itself = 'Unavailable' OR c.worst IS DISTINCT FROM ${rank("Fault")}) THEN 'Updating'
      WHEN c.itself = 'Unavailable' THEN 'OutOfService'
      ELSE COALESCE((ARRAY[${Prisma.join([...STATUS_WORDS])}]::text[])[c.worst], 'Available')
    END AS word, ${wanted.key ?? Prisma.sql`s.identity`} AS key, ARRAY[${Prisma.join([...(wanted.flags ?? []), Prisma.sql`TRUE`])}] AS flags
    FROM station s
    LEFT JOIN site ON site.id = s.site_id
    LEFT JOIN gateway g ON g.id = s.gateway_id AND g.stopped_at IS NULL
      AND g.beat_at >= ${aliveSince(wanted.now).toISOString()}::timestamptz
    LEFT JOIN (
      SELECT station_id,
        max(status) FILTER (WHERE evse = 0) AS itself,
        min(${connectorRankSql}) FILTER (WHERE evse <> 0) AS worst
      FROM connector GROUP BY station_id
    ) c ON c.station_id = s.id
    WHERE s.removed_at IS NULL AND ${wanted.where} OFFSET 0`;
}

/** The place of a word among all, the worst first: numbers are compared sooner than words. */
function rank(word: StatusWord): Prisma.Sql {
  return Prisma.raw(String(STATUS_WORDS.indexOf(word) + 1));
}

/** As `connectorWord` says. */
const connectorRankSql = Prisma.sql`
  CASE status
    WHEN 'Available' THEN ${rank("Available")}
    WHEN 'Reserved' THEN ${rank("Reserved")}
    WHEN 'Unavailable' THEN ${rank("OutOfService")}
    WHEN 'Faulted' THEN ${rank("Fault")}
    ELSE CASE occupancy
      WHEN 'Charging' THEN ${rank("Charging")}
      WHEN 'SuspendedEV' THEN ${rank("PausedByCar")}
      WHEN 'SuspendedEVSE' THEN ${rank("PausedByCharger")}
      WHEN 'Preparing' THEN ${rank("Preparing")}
      WHEN 'Finishing' THEN ${rank("Finishing")}
      ELSE ${rank("Occupied")}
    END
  END`;
