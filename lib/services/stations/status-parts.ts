import { Prisma } from "@/lib/db/generated/client";
import type { ConnectorStatusReported } from "@/lib/domain/station-message";

export type StatusRow = {
  readonly stationId: number;
  readonly identity: string;
  readonly report: ConnectorStatusReported;
  readonly receivedAt: Date;
};

/** A status time further than this from ours is a wrong clock, and the receipt counts (quirks D1, G2). */
const CLOCK_PLAUSIBLE_MS = 24 * 3600 * 1000;

/** No station has more; one that makes up numbers stops here (quirk G3). */
const CONNECTORS_MAX = 64;

/**
 * The parts of a statement (CTEs) that store connector statuses of many stations; connectors appear on first sight
 * (quirk G3). An older status than the stored one changes nothing; without a status, only its error does. What changed
 * is announced with it, and where it is not a repeat the state that ended goes into the history.
 */
export function statusParts(rows: readonly StatusRow[], at: Date): Prisma.Sql {
  const newest = newestOfEach(rows);
  const now = at.toISOString();
  return Prisma.sql`
    told AS (
      SELECT t.station_id, identity, t.evse, t.connector, COALESCE(t.status, k.status) AS status, t.error_code, t.info,
        t.vendor_error_code, t.received_at, k.status AS was_status, k.occupancy AS was_occupancy,
        k.error_code AS was_error_code, k.changed_at AS was_since,
        CASE WHEN t.status IS NULL THEN k.status_at ELSE t.status_at END AS status_at,
        CASE WHEN t.status IS NULL THEN k.occupancy
        -- 2.x says what occupies a connector with its transaction, not with its status.
        WHEN t.status = 'Occupied' AND t.occupancy IS NULL THEN (
          SELECT s.charging_state FROM charging_session s
          WHERE s.station_id = t.station_id AND s.evse = t.evse AND s.phase = 'Active' ORDER BY s.id DESC LIMIT 1)
        ELSE t.occupancy END AS occupancy
      FROM unnest(${newest.map((row) => row.stationId)}::int[], ${newest.map((row) => row.identity)}::text[],
        ${newest.map((row) => row.report.evse)}::int[], ${newest.map((row) => row.report.connector)}::int[],
        ${newest.map((row) => row.report.status)}::text[], ${newest.map((row) => row.report.occupancy)}::text[],
        ${newest.map((row) => row.report.errorCode)}::text[], ${newest.map((row) => row.report.info)}::text[],
        ${newest.map((row) => row.report.vendorErrorCode)}::text[],
        ${newest.map((row) => statusTime(row).toISOString())}::timestamptz[],
        ${newest.map((row) => row.receivedAt.toISOString())}::timestamptz[])
      AS t(station_id, identity, evse, connector, status, occupancy, error_code, info, vendor_error_code, status_at, received_at)
      LEFT JOIN connector k USING (station_id, evse, connector)
      WHERE EXISTS (SELECT FROM station s WHERE s.id = t.station_id)
        AND CASE WHEN t.status IS NULL THEN t.status_at >= k.status_at OR k.status_at > t.received_at
          ELSE k.status IS NOT NULL
            OR (SELECT count(*) FROM connector c WHERE c.station_id = t.station_id) < ${CONNECTORS_MAX} END
    ), told_places AS (
      INSERT INTO evse (station_id, evse, created_at)
      SELECT DISTINCT station_id, evse, ${now}::timestamptz FROM told
      ON CONFLICT DO NOTHING
    ), stated AS (
      INSERT INTO connector AS c (station_id, evse, connector, status, occupancy, error_code, info, vendor_error_code,
        status_at, received_at, changed_at, rev)
      SELECT station_id, evse, connector, status, occupancy, error_code, info, vendor_error_code, status_at, received_at,
        received_at, 1
      FROM told
      ON CONFLICT (station_id, evse, connector) DO UPDATE SET status = excluded.status, occupancy = excluded.occupancy,
        error_code = excluded.error_code, info = excluded.info, vendor_error_code = excluded.vendor_error_code,
        status_at = excluded.status_at, received_at = excluded.received_at,
        changed_at = CASE WHEN (c.status, c.occupancy, c.error_code)
          IS NOT DISTINCT FROM (excluded.status, excluded.occupancy, excluded.error_code)
          THEN c.changed_at ELSE excluded.received_at END, rev = c.rev + 1
      WHERE excluded.status_at >= c.status_at OR c.status_at > excluded.received_at
      RETURNING c.*
    ), state_changes AS (${CHANGES}
    ), stated_events AS (
      INSERT INTO outbox (at, event)
    SELECT ${now}::timestamptz, jsonb_build_object('type', 'ConnectorChanged', 'identity', i.identity, 'rev', s.rev,
      'connector', jsonb_build_object('evse', s.evse, 'connector', s.connector, 'status', s.status,
        'occupancy', s.occupancy, 'errorCode', s.error_code, 'info', s.info, 'vendorErrorCode', s.vendor_error_code,
        'statusAt', to_char(s.status_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
    FROM stated s JOIN told i USING (station_id, evse, connector)
    )`;
}

/** A repeat is no change. */
const CHANGES = Prisma.sql`
      INSERT INTO connector_change (at, station_id, evse, connector, status, occupancy, error_code, info,
        vendor_error_code, was_status, was_occupancy, was_error_code, was_since)
      SELECT s.received_at, station_id, evse, connector, s.status, s.occupancy, s.error_code, s.info,
        s.vendor_error_code, t.was_status, t.was_occupancy, t.was_error_code, t.was_since
      FROM stated s JOIN told t USING (station_id, evse, connector)
      WHERE (s.status, s.occupancy, s.error_code) IS DISTINCT FROM (t.was_status, t.was_occupancy, t.was_error_code)`;

/** One statement can touch a row once: of several statuses of a connector in one batch the last one told counts. */
function newestOfEach(rows: readonly StatusRow[]): readonly StatusRow[] {
  const newest = new Map<string, StatusRow>();
  for (const row of rows) newest.set(`${row.stationId}/${row.report.evse}/${row.report.connector}`, row);
  return [...newest.values()];
}

function statusTime(row: StatusRow): Date {
  const { at } = row.report;
  if (at === null) return row.receivedAt;
  const isPlausible = Math.abs(at.getTime() - row.receivedAt.getTime()) < CLOCK_PLAUSIBLE_MS;
  return isPlausible ? at : row.receivedAt;
}
