import { MODELS, TAGS } from "./catalogue";
import { SEED_GATEWAY, type SeedTx } from "./seed-tx";

/**
 * Chargers with what they told at their boot. Leaves `seed_fleet` for the parts that follow: which line each has
 * (Online, Offline, Never), how many EVSEs, how much power, how popular.
 */
export async function seedStations(tx: SeedTx, stations: number): Promise<void> {
  await drawFleet(tx, stations);
  await tx.$executeRaw`
    INSERT INTO station (id, identity, identity_key, name, site_id, tags, is_blocked, security_profile,
      min_security_profile, registration_status, registered_status, heartbeat_seconds, vendor, model, serial_number,
      firmware_version, iccid, meter_type, meter_serial_number, boot_reason, booted_at, ocpp_version, connection_epoch,
      gateway_id, connected_at, disconnected_at, disconnect_reason, remote_address, last_seen_at, clock_offset_ms,
      clock_checked_at, created_at, rev)
    SELECT f.id, f.identity, lower(f.identity), CASE WHEN pg_temp.draw(f.id, 'named') < 0.7
        THEN COALESCE(si.name, 'Charger') || ' · ' || f.place END,
      f.site_id, ARRAY(SELECT t FROM unnest(${TAGS}::text[]) WITH ORDINALITY u(t, n)
        WHERE pg_temp.draw(f.id, 'tag' || n) < 0.5 / n ORDER BY t),
      pg_temp.draw(f.id, 'blocked') < 0.002, CASE WHEN pg_temp.draw(f.id, 'profile') < 0.6 THEN 0
        WHEN pg_temp.draw(f.id, 'profile') < 0.9 THEN 1 ELSE 2 END, 0,
      'Accepted', CASE WHEN f.has_been THEN 'Accepted'::"Registration" END,
      (ARRAY[60, 300, 300, 900])[1 + floor(pg_temp.draw(f.id, 'heartbeat') * 4)::int],
      CASE WHEN f.has_been THEN f.vendor END, CASE WHEN f.has_been THEN f.model END,
      CASE WHEN f.has_been THEN upper(substr(f.vendor, 1, 2)) || lpad((f.id::bigint * 7919 % 100000000)::text, 8, '0') END,
      CASE WHEN f.has_been THEN f.version END,
      CASE WHEN f.has_been AND pg_temp.draw(f.id, 'modem') < 0.5 THEN '8949' || lpad((f.id::bigint * 104729)::text, 15, '0') END,
      CASE WHEN f.has_been AND f.is_dc THEN 'DCM-3' END,
      CASE WHEN f.has_been THEN 'M' || lpad((f.id::bigint * 15485863 % 1000000000)::text, 9, '0') END,
      CASE WHEN f.has_been THEN pg_temp.pick(f.id, 'boot-reason', ARRAY['PowerUp', 'RemoteReset', 'Watchdog']) END,
      CASE WHEN f.has_been THEN LEAST(f.line_at, f.seen_at) - interval '1 day' * floor(pg_temp.draw(f.id, 'up') * 40) END,
      CASE WHEN f.has_been THEN f.protocol END, 0,
      CASE WHEN f.line = 'Online' THEN ${SEED_GATEWAY} END, CASE WHEN f.has_been THEN f.line_at END,
      CASE WHEN f.line = 'Offline' THEN f.seen_at END,
      CASE WHEN f.line = 'Offline' THEN pg_temp.pick(f.id, 'gone', ARRAY['HeartbeatLost', 'ClosedByStation', 'ConnectionLost']) END,
      CASE WHEN f.has_been THEN '10.' || f.id / 65536 % 256 || '.' || f.id / 256 % 256 || '.' || f.id % 256 END,
      CASE WHEN f.has_been THEN f.seen_at END,
      CASE WHEN f.has_been THEN (pg_temp.draw(f.id, 'clock') ^ 6 * 90000)::int END, CASE WHEN f.has_been THEN f.seen_at END,
      f.born_at, 1
    FROM seed_fleet f LEFT JOIN site si ON si.id = f.site_id ORDER BY f.id`;
  await tx.$executeRaw`SELECT setval('station_id_seq', ${stations}::int)`;
}

async function drawFleet(tx: SeedTx, stations: number): Promise<void> {
  const weighted = MODELS.flatMap((model, index) => Array.from({ length: model.weight }, () => index + 1));
  await tx.$executeRaw`
    CREATE TEMP TABLE seed_fleet ON COMMIT DROP AS
    WITH drawn AS (
      SELECT i AS id, CASE WHEN pg_temp.draw(i, 'no-site') < 0.97
          THEN 1 + floor(pg_temp.draw(i, 'site') ^ 1.4 * (SELECT count(*) FROM seed_site))::int END AS site_id,
        (${weighted}::int[])[1 + floor(pg_temp.draw(i, 'model') * ${weighted.length}::int)::int] AS model_n,
        CASE WHEN i = 1 OR pg_temp.draw(i, 'line') < 0.905 THEN 'Online' WHEN pg_temp.draw(i, 'line') < 0.975 THEN 'Offline'
          ELSE 'Never' END AS line
      FROM generate_series(1, ${stations}::int) i
    )
    SELECT d.id, d.site_id, d.line, d.line <> 'Never' AS has_been, m.vendor, m.model, m.is_dc, m.power_w, m.connectors,
      m.versions->>floor((1 - pg_temp.draw(d.id, 'version') ^ 2.5) * jsonb_array_length(m.versions))::int AS version,
      m.protocols->>floor(pg_temp.draw(d.id, 'protocol') * jsonb_array_length(m.protocols))::int AS protocol,
      m.evses_min + floor(pg_temp.draw(d.id, 'evses') * (m.evses_max - m.evses_min + 1))::int AS evses,
      COALESCE(s.code, 'X') || '-' || lpad(d.id::text, 6, '0') AS identity,
      row_number() OVER (PARTITION BY d.site_id ORDER BY d.id) AS place,
      0.2 + pg_temp.draw(d.id, 'popular') ^ 3 * 4 AS popularity,
      pg_temp.moment() - interval '1 second' * CASE WHEN d.line = 'Never' THEN pg_temp.draw(d.id, 'born') * 4000000
        ELSE 4000000 + pg_temp.draw(d.id, 'born') ^ 2 * 50000000 END AS born_at,
      pg_temp.moment() - interval '1 second' * CASE d.line WHEN 'Online' THEN pg_temp.draw(d.id, 'seen') * 280
        ELSE 3600 + pg_temp.draw(d.id, 'seen') ^ 4 * 2000000 END AS seen_at,
      pg_temp.moment() - interval '1 second' * CASE
        WHEN d.line = 'Online' AND pg_temp.draw(d.id, 'flaps') < 0.01 THEN 40
        WHEN d.line = 'Online' THEN 300 + pg_temp.draw(d.id, 'connected') ^ 3 * 1500000
        ELSE 2100000 + pg_temp.draw(d.id, 'connected') ^ 3 * 1500000 END AS line_at
    FROM drawn d LEFT JOIN seed_site s ON s.id = d.site_id
    JOIN jsonb_to_recordset(${JSON.stringify(MODELS.map(toRow))}::jsonb) AS m(n int, vendor text, model text,
      is_dc boolean, power_w int, evses_min int, evses_max int, connectors int, versions jsonb, protocols jsonb)
      ON m.n = d.model_n`;
  await tx.$executeRaw`ALTER TABLE seed_fleet ADD PRIMARY KEY (id)`;
  await tx.$executeRaw`ANALYZE seed_fleet`;
}

const toRow = (model: (typeof MODELS)[number], index: number) => ({
  n: index + 1,
  vendor: model.vendor,
  model: model.model,
  is_dc: model.isDc,
  power_w: model.powerW,
  evses_min: model.evses.min,
  evses_max: model.evses.max,
  connectors: model.connectors,
  versions: model.versions,
  protocols: model.protocols,
});
