import { createHash } from "node:crypto";
import type { CertificateUse } from "@/lib/domain/station-message";
import type { Tx } from "../context";

export type CertificateRequestRow = {
  readonly stationId: number;
  readonly identity: string;
  readonly csr: string;
  readonly use: CertificateUse;
  readonly receivedAt: Date;
};

/**
 * Stores which certificates stations want signed, as pending, and announces it. Safe to repeat: the same request
 * is one, and a newer one for the same use takes the place of what was pending.
 */
export async function recordCertificateRequests(
  tx: Tx,
  rows: readonly CertificateRequestRow[],
  at: Date,
): Promise<void> {
  const newest = [...new Map(rows.map((row) => [`${row.stationId} ${row.use}`, row])).values()];
  if (newest.length === 0) return;
  await tx.$executeRaw`
    WITH input AS (
      SELECT t.* FROM unnest(${newest.map((row) => row.stationId)}::int[], ${newest.map((row) => row.identity)}::text[],
        ${newest.map(keyOf)}::text[], ${newest.map((row) => row.use)}::text[], ${newest.map((row) => row.csr)}::text[],
        ${newest.map((row) => row.receivedAt.toISOString())}::timestamptz[])
        AS t(station_id, identity, key, use, csr, requested_at)
      WHERE EXISTS (SELECT FROM station s WHERE s.id = t.station_id)
    ), superseded AS (
      UPDATE certificate_request r SET state = 'Superseded' FROM input i
      WHERE r.station_id = i.station_id AND r.use = i.use AND r.key <> i.key AND r.state = 'Pending'
    ), stored AS (
      INSERT INTO certificate_request (station_id, key, use, csr, requested_at)
      SELECT station_id, key, use, csr, requested_at FROM input
      ON CONFLICT (station_id, key) DO UPDATE SET state = 'Pending', requested_at = excluded.requested_at
    )
    INSERT INTO outbox (at, event)
    SELECT ${at.toISOString()}::timestamptz, jsonb_build_object('type', 'CertificateRequested', 'identity', identity,
      'use', use, 'at', to_char(requested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM input`;
}

function keyOf({ use, csr }: CertificateRequestRow): string {
  return createHash("sha256")
    .update(JSON.stringify([use, csr]))
    .digest("base64url")
    .slice(0, 22);
}
