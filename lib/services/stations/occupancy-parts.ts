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
 * E02); their status alone says only that something does. A connector that is not occupied is left as it is.
 */
export function occupancyParts(rows: readonly OccupancyRow[], at: Date): Prisma.Sql {
  const newest = [...new Map(rows.map((row) => [`${row.stationId}/${row.evse}/${row.connector}`, row])).values()];
  return Prisma.sql`
    occupants AS (
      SELECT * FROM unnest(${newest.map((row) => row.stationId)}::int[], ${newest.map((row) => row.identity)}::text[],
        ${newest.map((row) => row.evse)}::int[], ${newest.map((row) => row.connector)}::int[],
        ${newest.map((row) => row.occupancy)}::text[]) AS t(station_id, identity, evse, connector, occupancy)
    ), occupied AS (
      UPDATE connector c SET occupancy = o.occupancy, rev = c.rev + 1
      FROM occupants o
      WHERE c.station_id = o.station_id AND c.evse = o.evse AND (o.connector IS NULL OR c.connector = o.connector)
        AND c.status = 'Occupied' AND c.occupancy IS DISTINCT FROM o.occupancy
      RETURNING c.*, o.identity
    ), occupied_events AS (
      INSERT INTO outbox (at, event)
      SELECT ${at.toISOString()}::timestamptz, jsonb_build_object('type', 'ConnectorChanged', 'identity', identity,
        'rev', rev, 'connector', jsonb_build_object('evse', evse, 'connector', connector, 'status', status,
          'occupancy', occupancy, 'errorCode', error_code, 'info', info, 'vendorErrorCode', vendor_error_code,
          'statusAt', to_char(status_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      FROM occupied
    )`;
}
