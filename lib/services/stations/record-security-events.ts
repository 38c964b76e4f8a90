import { createHash } from "node:crypto";
import { plausibleTime } from "@/lib/domain/plausible-time";
import type { SecurityEventReported } from "@/lib/domain/station-message";
import type { Tx } from "../context";

export type SecurityEventRow = {
  readonly stationId: number;
  readonly identity: string;
  readonly report: SecurityEventReported;
  readonly receivedAt: Date;
};

/** Stores security events and announces the new ones. Safe to repeat: stations queue them and send them again. */
export async function recordSecurityEvents(tx: Tx, rows: readonly SecurityEventRow[], at: Date): Promise<void> {
  if (rows.length === 0) return;
  const times = rows.map(({ report, receivedAt }) => plausibleTime(report.at, receivedAt).at.toISOString());
  await tx.$executeRaw`
    WITH input AS (
      SELECT DISTINCT ON (t.station_id, t.key) t.*
      FROM unnest(${rows.map((row) => row.stationId)}::int[], ${rows.map((row) => row.identity)}::text[],
        ${rows.map((row) => keyOf(row.report))}::text[], ${rows.map((row) => row.report.event)}::text[],
        ${rows.map((row) => row.report.info)}::text[], ${times}::timestamptz[],
        ${rows.map((row) => row.receivedAt.toISOString())}::timestamptz[])
        AS t(station_id, identity, key, event, info, at, received_at)
      WHERE EXISTS (SELECT FROM station s WHERE s.id = t.station_id)
      ORDER BY t.station_id, t.key
    ), stored AS (
      INSERT INTO security_event (station_id, key, event, info, at, received_at)
      SELECT station_id, key, event, info, at, received_at FROM input
      ON CONFLICT (station_id, key) DO NOTHING
      RETURNING station_id, key
    )
    INSERT INTO outbox (at, event)
    SELECT ${at.toISOString()}::timestamptz, jsonb_build_object('type', 'SecurityEventReported', 'identity', i.identity,
      'event', i.event, 'info', i.info, 'at', to_char(i.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM input i JOIN stored USING (station_id, key)`;
}

function keyOf({ event, info, at }: SecurityEventReported): string {
  return createHash("sha256")
    .update(JSON.stringify([event, info, at]))
    .digest("base64url")
    .slice(0, 22);
}
