import { SEED_GATEWAY, type SeedTx } from "./seed-tx";

/** The lines that each charger had, the newest still open where it is online; one in a hundred flaps. */
export async function seedConnections(tx: SeedTx): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO gateway (id, started_at, beat_at)
    VALUES (${SEED_GATEWAY}, pg_temp.moment() - interval '400 days', pg_temp.moment())`;
  await tx.$executeRaw`
    INSERT INTO connection (station_id, epoch, gateway_id, ocpp_version, security_profile, remote_address, opened_at,
      closed_at, close_code, close_reason, ping_last_ms, ping_median_ms, ping_max_ms)
    SELECT f.id, e, ${SEED_GATEWAY}, f.protocol, s.security_profile, s.remote_address, opened.at,
      CASE WHEN e < k.epochs THEN opened.next - interval '20 seconds' WHEN f.line = 'Offline' THEN f.seen_at END,
      CASE WHEN e < k.epochs OR f.line = 'Offline' THEN 1006 END,
      CASE WHEN e < k.epochs THEN pg_temp.pick(f.id * 64 + e, 'closed', ARRAY['ConnectionLost', 'ConnectionLost', 'HeartbeatLost', 'ShuttingDown'])
        WHEN f.line = 'Offline' THEN s.disconnect_reason END,
      p.ms, p.ms, p.ms * 3
    FROM seed_fleet f JOIN station s ON s.id = f.id,
      LATERAL (SELECT pg_temp.draw(f.id, 'flaps') < 0.01 AND f.line = 'Online' AS is_flapping) q,
      LATERAL (SELECT CASE WHEN q.is_flapping THEN 12 ELSE 1 + floor(pg_temp.draw(f.id, 'lines') ^ 2 * 9)::int END AS epochs) k,
      generate_series(1, k.epochs) e,
      LATERAL (SELECT f.line_at - (k.epochs - e) * step AS at, f.line_at - (k.epochs - e - 1) * step AS next
        FROM (SELECT CASE WHEN q.is_flapping THEN interval '2 minutes' ELSE
          LEAST(interval '9 days', (f.line_at - f.born_at) / (k.epochs + 1)) END AS step) x) opened,
      LATERAL (SELECT (15 + pg_temp.draw(f.id * 64 + e, 'ping') ^ 3 * 900)::int AS ms) p
    WHERE f.has_been ORDER BY 1, 2`;
  await tx.$executeRaw`
    UPDATE station s SET connection_epoch = c.epoch, connected_at = c.opened_at
    FROM (SELECT DISTINCT ON (station_id) station_id, epoch, opened_at FROM connection ORDER BY station_id, epoch DESC) c
    WHERE c.station_id = s.id`;
}
