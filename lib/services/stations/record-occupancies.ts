import type { Occupancy } from "@/lib/domain/station";
import type { Tx } from "../context";

export type OccupancyRow = {
  readonly stationId: number;
  readonly identity: string;
  readonly evse: number;
  /** Null where the transaction names none: then it is every occupied connector of the EVSE. */
  readonly connector: number | null;
  readonly occupancy: Occupancy;
};

/**
 * Stores what occupies connectors, as transactions of 2.x tell it (chargingState, E02); their status alone says
 * only that something does. A connector that is not occupied is left as it is. Many in one statement.
 */
export async function recordOccupancies(tx: Tx, rows: readonly OccupancyRow[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  const newest = [...new Map(rows.map((row) => [`${row.stationId}/${row.evse}/${row.connector}`, row])).values()];
  await tx.$executeRaw`
    WITH input AS (
      SELECT * FROM unnest(${newest.map((row) => row.stationId)}::int[], ${newest.map((row) => row.identity)}::text[],
        ${newest.map((row) => row.evse)}::int[], ${newest.map((row) => row.connector)}::int[],
        ${newest.map((row) => row.occupancy)}::text[]) AS t(station_id, identity, evse, connector, occupancy)
    ), stored AS (
      UPDATE connector c SET occupancy = i.occupancy, rev = c.rev + 1
      FROM input i
      WHERE c.station_id = i.station_id AND c.evse = i.evse AND (i.connector IS NULL OR c.connector = i.connector)
        AND c.status = 'Occupied' AND c.occupancy IS DISTINCT FROM i.occupancy
      RETURNING c.*, i.identity
    )
    INSERT INTO outbox (at, event)
    SELECT ${at.toISOString()}::timestamptz, jsonb_build_object('type', 'ConnectorChanged', 'identity', identity,
      'rev', rev, 'connector', jsonb_build_object('evse', evse, 'connector', connector, 'status', status,
        'occupancy', occupancy, 'errorCode', error_code, 'info', info, 'vendorErrorCode', vendor_error_code,
        'statusAt', to_char(status_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
    FROM stored`;
}
