import type { Tx } from "../context";

type LogStatusRow = {
  readonly stationId: number;
  readonly identity: string;
  readonly kind: "Firmware" | "Diagnostics" | "Log";
  readonly status: string;
  readonly requestId: number | null;
  readonly receivedAt: Date;
};

/**
 * Lays what stations tell of uploads at the jobs they mean: by the request's number where they tell it, otherwise
 * (1.6) the newest they were sent. Idle says nothing of any job. Safe to repeat.
 */
export async function keepLogStatuses(tx: Tx, reports: readonly LogStatusRow[], at: Date): Promise<void> {
  const rows = reports.filter(({ kind, status }) => kind !== "Firmware" && status !== "Idle");
  if (rows.length === 0) return;
  await tx.$executeRaw`
    WITH input AS (
      SELECT t.* FROM unnest(${rows.map((row) => row.stationId)}::int[], ${rows.map((row) => row.identity)}::text[],
        ${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.status)}::text[],
        ${rows.map((row) => row.requestId)}::int[], ${rows.map((row) => row.receivedAt.toISOString())}::timestamptz[])
        WITH ORDINALITY AS t(station_id, identity, kind, status, request_id, received_at, place)
    ), meant AS (
      SELECT DISTINCT ON (job.id) job.id, input.identity, input.status, input.received_at
      FROM input JOIN LATERAL (
        SELECT u.id FROM upload u JOIN command c ON c.id = u.command_id
        WHERE u.station_id = input.station_id AND c.sent_at IS NOT NULL AND u.expires_at > input.received_at
          AND (input.request_id IS NULL OR c.number = input.request_id)
          AND (input.kind <> 'Diagnostics' OR u.log = 'DiagnosticsLog')
        ORDER BY u.created_at DESC, c.number DESC LIMIT 1
      ) job ON true
      ORDER BY job.id, input.place DESC
    ), told AS (
      UPDATE upload u SET told_status = meant.status, told_at = meant.received_at,
        uploading_at = COALESCE(u.uploading_at, CASE WHEN meant.status = 'Uploading' THEN meant.received_at END)
      FROM meant WHERE u.id = meant.id
    )
    INSERT INTO outbox (at, event)
    SELECT ${at.toISOString()}::timestamptz,
      jsonb_build_object('type', 'LogChanged', 'identity', identity, 'uploadId', id) FROM meant`;
}
