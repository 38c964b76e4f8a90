import { Prisma } from "@/lib/db/generated/client";
import type { Occupancy } from "@/lib/domain/station";

export type OccupancyRow = {
  readonly stationId: number;
  readonly identity: string;
  readonly evse: number;
  /** Null where the transaction names none: then it is every occupied connector of the EVSE. */
  readonly connector: number | null;
  readonly occupancy: Occupancy;
};

/**
 * The parts of a statement (CTEs) that store what occupies connectors, as transactions of 2.x tell it (chargingState,
 * E02); their status alone says only that something does. A connector that is not occupied is left as it is. The state
 * that ended goes into the history.
 */
export function occupancyParts(rows: readonly OccupancyRow[], at: Date): Prisma.Sql {
  const newest = [...new Map(rows.map((row) => [`${row.stationId}/${row.evse}/${row.connector}`, row])).values()];
  return Prisma.sql`
    occupants AS (
      SELECT * FROM unnest(${newest.map((row) => row.stationId)}::int[], ${newest.map((row) => row.identity)}::text[],
        ${newest.map((row) => row.evse)}::int[], ${newest.map((row) => row.connector)}::int[],
        ${newest.map((row) => row.occupancy)}::text[]) AS t(station_id, identity, evse, connector, occupancy)
    ), occupied AS (
      UPDATE connector c SET occupancy = o.occupancy, changed_at = ${at.toISOString()}::timestamptz, rev = c.rev + 1
      FROM occupants o JOIN connector w ON w.station_id = o.station_id AND w.evse = o.evse
        AND (o.connector IS NULL OR w.connector = o.connector)
      WHERE c.station_id = w.station_id AND c.evse = w.evse AND c.connector = w.connector
        AND c.status = 'Occupied' AND c.occupancy IS DISTINCT FROM o.occupancy
      RETURNING c.*, o.identity, w.occupancy AS was_occupancy, w.changed_at AS was_since
    ), occupancy_changes AS (
      INSERT INTO connector_change (at, station_id, evse, connector, status, occupancy, error_code, info,
        vendor_error_code, was_status, was_occupancy, was_error_code, was_since)
      SELECT changed_at, station_id, evse, connector, status, occupancy, error_code, info, vendor_error_code,
        status, was_occupancy, error_code, was_since
      FROM occupied
    ), occupied_events AS (
      INSERT INTO outbox (at, event)
      SELECT ${at.toISOString()}::timestamptz, jsonb_build_object('type', 'ConnectorChanged', 'identity', identity,
        'rev', rev, 'connector', jsonb_build_object('evse', evse, 'connector', connector, 'status', status,
          'occupancy', occupancy, 'errorCode', error_code, 'info', info, 'vendorErrorCode', vendor_error_code,
          'statusAt', to_char(status_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      FROM occupied
    )`;
}
