import type { SeedTx } from "./seed-tx";

/**
 * EVSEs and connectors as they were told last; those that charge are the ones for which a session runs. Leaves
 * `seed_place` (one row per EVSE that can charge: station, evse, its word). Older stations also tell of themselves.
 */
export async function seedConnectors(tx: SeedTx): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE seed_place ON COMMIT DROP AS
    SELECT f.id AS station_id, e AS evse, f.id * 8::bigint + e AS n, f.popularity, f.power_w, f.is_dc, f.line, f.protocol,
      f.born_at, f.connectors, row_number() OVER (ORDER BY f.id, e) AS place,
      CASE WHEN w < 0.72 THEN 'Available' WHEN w < 0.845 THEN 'Charging' WHEN w < 0.875 THEN 'SuspendedEV'
        WHEN w < 0.885 THEN 'SuspendedEVSE' WHEN w < 0.905 THEN 'Preparing' WHEN w < 0.925 THEN 'Finishing'
        WHEN w < 0.935 THEN 'Reserved' WHEN w < 0.965 THEN 'Unavailable' ELSE 'Faulted' END AS word
    FROM seed_fleet f, generate_series(1, f.evses) e, pg_temp.draw(f.id * 8::bigint + e, 'word') w
    WHERE f.has_been`;
  await tx.$executeRaw`ANALYZE seed_place`;
  await tx.$executeRaw`
    INSERT INTO evse (station_id, evse, created_at)
    SELECT station_id, evse, born_at FROM seed_place
    UNION ALL SELECT id, 0, born_at FROM seed_fleet WHERE has_been AND protocol = 'ocpp1.6'
    ORDER BY 1, 2`;
  await tx.$executeRaw`
    INSERT INTO connector (station_id, evse, connector, status, occupancy, error_code, info, vendor_error_code,
      status_at, received_at, rev)
    SELECT p.station_id, p.evse, c, CASE WHEN NOT is_used THEN 'Available' WHEN o.occupancy IS NULL THEN p.word
        ELSE 'Occupied' END, o.occupancy, CASE WHEN p.word = 'Faulted' AND is_used
        THEN pg_temp.pick(p.n, 'fault', ARRAY['GroundFailure', 'HighTemperature', 'PowerMeterFailure', 'ConnectorLockFailure', 'OtherError']) END,
      NULL, CASE WHEN p.word = 'Faulted' AND is_used AND NOT p.is_dc THEN 'E' || 100 + p.n % 40 END,
      at, at + interval '0.3 second', 1 + (p.n % 50)::int
    FROM seed_place p,
      generate_series(1, CASE WHEN p.protocol = 'ocpp1.6' THEN 1 ELSE p.connectors END) c,
      LATERAL (SELECT CASE WHEN p.word IN ('Available', 'Reserved', 'Unavailable', 'Faulted') THEN NULL
        ELSE p.word END AS occupancy) o,
      LATERAL (SELECT c = 1 OR p.word = 'Unavailable' AS is_used) u,
      LATERAL (SELECT pg_temp.moment() - interval '1 second' * (CASE WHEN p.line = 'Online' THEN 60 ELSE 2100000 END
        + pg_temp.draw(p.n, 'told') ^ 2 * 300000) AS at) t
    UNION ALL
    SELECT id, 0, 0, CASE WHEN w < 0.985 THEN 'Available' WHEN w < 0.993 THEN 'Unavailable' ELSE 'Faulted' END, NULL,
      CASE WHEN w >= 0.993 THEN 'InternalError' END, NULL, NULL, line_at + interval '2 seconds',
      line_at + interval '2 seconds', 1
    FROM seed_fleet, pg_temp.draw(id, 'itself') w WHERE has_been AND protocol = 'ocpp1.6'
    ORDER BY 1, 2, 3`;
}
