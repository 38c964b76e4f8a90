import type { FirmwareStatus, LogStatus } from "@/lib/domain/station-message";
import type { Tx } from "../context";
import { keepLogStatuses } from "../uploads/keep-log-statuses";

export type ReportRow = {
  readonly stationId: number;
  readonly identity: string;
  readonly kind: "Firmware" | "Diagnostics" | "Log";
  readonly status: FirmwareStatus | LogStatus;
  readonly requestId: number | null;
  readonly receivedAt: Date;
};

/**
 * Stores what stations tell of firmware and logs, and announces it. Not safe to repeat, and need not be: told
 * twice is a fact too, since some stations say nothing but "Installed", once per update.
 */
export async function recordReports(tx: Tx, rows: readonly ReportRow[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    WITH input AS (
      SELECT t.* FROM unnest(${rows.map((row) => row.stationId)}::int[], ${rows.map((row) => row.identity)}::text[],
        ${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.status)}::text[],
        ${rows.map((row) => row.requestId)}::int[], ${rows.map((row) => row.receivedAt.toISOString())}::timestamptz[])
        WITH ORDINALITY AS t(station_id, identity, kind, status, request_id, received_at, place)
      WHERE EXISTS (SELECT FROM station s WHERE s.id = t.station_id)
    ), stored AS (
      INSERT INTO station_report (station_id, kind, status, request_id, received_at)
      SELECT station_id, kind, status, request_id, received_at FROM input ORDER BY place
    )
    INSERT INTO outbox (at, event)
    SELECT ${at.toISOString()}::timestamptz, jsonb_build_object('type', 'StationReported', 'identity', identity, 'kind', kind,
      'status', status, 'requestId', request_id,
      'at', to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM input ORDER BY place`;
  await keepLogStatuses(tx, rows, at);
}
