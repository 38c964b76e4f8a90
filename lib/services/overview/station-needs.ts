import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { Need, NeedCause, NeedSeverity, StationTrouble } from "@/lib/domain/overview/need";
import { CLOSED_BY_KITUO, UNSTABLE } from "@/lib/domain/stability";
import { aliveSince } from "../stations/connectivity";

/** Stations double their back-off up to 70 s and more after a short outage: until then it needs nobody. */
const AWAY_AFTER_MS = 180_000;
/** So many at one site, or of one firmware, each within two minutes of the next, have one cause. */
const GROUP_MIN = 3;
const GROUP_GAP_SECONDS = 120;
const IDENTITIES_MAX = 3;

const SEVERITIES: Readonly<Record<StationTrouble, NeedSeverity>> = {
  Offline: "Critical",
  Fault: "Critical",
  Flapping: "Warning",
};

type Row = {
  readonly kind: StationTrouble;
  readonly causeType: "Gateway" | "Site" | "Firmware" | "Station";
  readonly causeId: string;
  readonly causeName: string;
  readonly count: number;
  readonly of: number | null;
  readonly identities: readonly string[];
  readonly detail: string | null;
  readonly since: Date | null;
  /** Of all groups together. */
  readonly stations: number;
};

export type StationNeeds = { readonly items: readonly Need[]; readonly moreStations: number };

/**
 * Chargers in trouble, one item per cause: what a lost gateway held is that gateway; what went at one site within minutes
 * is that site; the same fault of one firmware at one time is that firmware; all others stand for themselves. Common
 * causes first, then many before few; `limit` items at most.
 */
export async function stationNeeds(db: Database, now: Date, limit: number): Promise<StationNeeds> {
  const rows = await db.$queryRaw<Row[]>`
    WITH found AS MATERIALIZED (${offline(now)} UNION ALL ${FAULTED} UNION ALL ${flapping(now)}), ${GROUPED}
    SELECT kind, cause_type AS "causeType", cause_id AS "causeId", cause_name AS "causeName", count(*)::int AS count,
      CASE WHEN cause_type = 'Site' THEN (SELECT count(*)::int FROM station o
        WHERE o.site_id = min(placed.site_id) AND o.removed_at IS NULL) END AS of,
      (array_agg(identity ORDER BY identity))[1:${IDENTITIES_MAX}::int] AS identities,
      CASE WHEN count(DISTINCT COALESCE(detail, '')) = 1 THEN min(detail) END AS detail, min(since) AS since,
      (sum(count(*)) OVER ())::int AS stations
    FROM placed GROUP BY kind, cause_type, cause_id, cause_name, chain
    ORDER BY (kind = 'Flapping'), (cause_type = 'Station'), count(*) DESC, min(since) DESC NULLS LAST LIMIT ${limit}`;
  const shown = rows.reduce((sum, { count }) => sum + count, 0);
  return { items: rows.map(toNeed), moreStations: (rows[0]?.stations ?? 0) - shown };
}

function toNeed({ kind, causeType: type, causeId: id, causeName: name, ...row }: Row): Need {
  const cause: NeedCause = { type, id, name };
  const { count, of, identities, detail } = row;
  return {
    kind,
    severity: SEVERITIES[kind],
    cause,
    count,
    of,
    identities,
    detail,
    since: row.since?.toISOString() ?? null,
  };
}

/** In the fleet, let in, and not being updated, which takes a charger away on purpose. */
const IS_WATCHED = Prisma.sql`s.removed_at IS NULL AND NOT s.is_blocked
  AND NOT EXISTS (SELECT FROM firmware_attempt f WHERE f.station_id = s.id AND f.closed_at IS NULL)`;

/** What happened while no gateway was at work says nothing of a charger: it gets its time from then on. */
function offline(now: Date): Prisma.Sql {
  const heardSince = aliveSince(now).toISOString();
  const awaySince = new Date(now.getTime() - AWAY_AFTER_MS).toISOString();
  return Prisma.sql`
    SELECT 'Offline' AS kind, s.id, s.gateway_id, COALESCE(g.stopped_at, g.beat_at) AS since, NULL AS detail
    FROM station s JOIN gateway g ON g.id = s.gateway_id
    WHERE ${IS_WATCHED} AND (g.stopped_at IS NOT NULL OR g.beat_at < ${heardSince}::timestamptz)
    UNION ALL
    SELECT 'Offline', s.id, c.gateway_id, COALESCE(s.disconnected_at, s.connected_at), s.disconnect_reason
    FROM station s
    LEFT JOIN connection c ON c.station_id = s.id AND c.epoch = s.connection_epoch AND s.disconnect_reason = 'GatewayLost'
    CROSS JOIN (SELECT min(started_at) AS since FROM gateway
      WHERE stopped_at IS NULL AND beat_at >= ${heardSince}::timestamptz) w
    WHERE ${IS_WATCHED} AND s.gateway_id IS NULL
      AND GREATEST(COALESCE(s.disconnected_at, s.connected_at), w.since) <= ${awaySince}::timestamptz
      AND COALESCE(s.disconnected_at, s.connected_at) IS NOT NULL`;
}

/** Of one that is away nothing is known but that it is away. */
const FAULTED = Prisma.sql`
  SELECT 'Fault', s.id, NULL, min(c.received_at),
    (array_agg(COALESCE(NULLIF(c.error_code, 'NoError'), c.vendor_error_code) ORDER BY c.evse, c.connector))[1]
  FROM connector c JOIN station s ON s.id = c.station_id
  WHERE c.status = 'Faulted' AND s.gateway_id IS NOT NULL AND ${IS_WATCHED} GROUP BY s.id`;

function flapping(now: Date): Prisma.Sql {
  const since = new Date(now.getTime() - UNSTABLE.minutes * 60_000).toISOString();
  return Prisma.sql`
    SELECT 'Flapping', s.id, NULL, min(c.opened_at), count(*)::text
    FROM connection c JOIN station s ON s.id = c.station_id
    JOIN connection before ON before.station_id = s.id AND before.epoch = c.epoch - 1
      AND NOT (COALESCE(before.close_reason, '') = ANY(${[...CLOSED_BY_KITUO]}::text[]))
    WHERE c.opened_at > ${since}::timestamptz AND s.gateway_id IS NOT NULL AND ${IS_WATCHED}
    GROUP BY s.id HAVING count(*) >= ${UNSTABLE.reconnects}`;
}

const joins = (by: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN since - lag(since) OVER (PARTITION BY kind, gateway_id, ${by} ORDER BY since, id)
    <= ${GROUP_GAP_SECONDS}::int * interval '1 second' THEN 0 ELSE 1 END`;
const chain = (by: Prisma.Sql, begins: Prisma.Sql): Prisma.Sql => Prisma.sql`
  sum(${begins}) OVER (PARTITION BY kind, gateway_id, ${by} ORDER BY since, id)`;

const SITE = Prisma.sql`site_id`;
/** The same firmware is no cause of different faults. */
const FIRMWARE = Prisma.sql`firmware, detail`;

/** Each charger with its cause, from `found`: first what is near in time, then whether enough of them are. */
const GROUPED = Prisma.sql`
  told AS (SELECT f.*, s.identity, s.site_id, i.name AS site,
      CASE WHEN s.firmware_version IS NOT NULL THEN concat_ws(' ', s.vendor, s.model, s.firmware_version) END AS firmware
    FROM found f JOIN station s ON s.id = f.id LEFT JOIN site i ON i.id = s.site_id),
  begun AS (SELECT *, ${joins(SITE)} AS site_begins, ${joins(FIRMWARE)} AS firmware_begins FROM told),
  chained AS (SELECT *, ${chain(SITE, Prisma.sql`site_begins`)} AS site_chain,
    ${chain(FIRMWARE, Prisma.sql`firmware_begins`)} AS firmware_chain FROM begun),
  counted AS (SELECT *, count(*) OVER (PARTITION BY kind, gateway_id, site_id, site_chain) AS at_site,
    count(*) OVER (PARTITION BY kind, gateway_id, firmware, detail, firmware_chain) AS of_firmware FROM chained),
  caused AS (SELECT *, CASE WHEN gateway_id IS NOT NULL THEN 'Gateway'
    WHEN site_id IS NOT NULL AND at_site >= ${GROUP_MIN}::int THEN 'Site'
    WHEN kind = 'Fault' AND firmware IS NOT NULL AND of_firmware >= ${GROUP_MIN}::int THEN 'Firmware'
    ELSE 'Station' END AS cause_type FROM counted),
  placed AS (SELECT *,
    CASE cause_type WHEN 'Gateway' THEN gateway_id WHEN 'Site' THEN site_id::text WHEN 'Firmware' THEN firmware ELSE identity END AS cause_id,
    CASE cause_type WHEN 'Gateway' THEN gateway_id WHEN 'Site' THEN site WHEN 'Firmware' THEN firmware ELSE identity END AS cause_name,
    CASE cause_type WHEN 'Site' THEN site_chain WHEN 'Firmware' THEN firmware_chain ELSE 0 END AS chain FROM caused)`;
