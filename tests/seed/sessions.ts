import type { SeedTx } from "./seed-tx";
import { drawEnded, drawRunning } from "./session-draws";

/**
 * Charging sessions of 13 months: one after another on each EVSE, its register counting on from one to the next, at the
 * hours when people charge. One runs where a connector says that it charges; few have what a person has to look at.
 */
export async function seedSessions(tx: SeedTx, sessions: number, tokens: number): Promise<void> {
  if (sessions === 0) return;
  await shareOut(tx, sessions);
  await drawEnded(tx, tokens);
  await drawRunning(tx, tokens);
  await tx.$executeRaw`
    INSERT INTO charging_session (id, station_id, evse, connector, start_key, transaction_id, phase, charging_state,
      token_uid, token_type, "authorization", started_at, start_received_at, ended_at, end_received_at, end_reason,
      end_token_uid, meter_start_wh, meter_stop_wh, meter_last_wh, energy_wh, power_w, soc_percent, last_sample_at,
      last_seq_no, end_seq_no, anomalies, resolution, resolution_note, resolved_by, resolved_at, rev)
    SELECT row_number() OVER (ORDER BY d.started_at, d.n), d.station_id, d.evse, 1,
      COALESCE('tx:' || d.transaction_id, 'start:' || substr(md5(d.n::text), 1, 22)), d.transaction_id, d.phase,
      d.charging_state, t.uid, t.type, 'Accepted', d.started_at,
      CASE WHEN d.oddity = 'StopWithoutStart' THEN d.ended_at ELSE d.started_at END + interval '0.4 second', d.ended_at,
      d.ended_at + interval '0.4 second', d.end_reason,
      CASE WHEN d.end_reason = 'Local' THEN t.uid END, d.meter_start_wh, d.meter_stop_wh, d.meter_last_wh, d.energy_wh,
      d.power_w, d.soc_percent, d.last_sample_at, d.last_seq_no, CASE WHEN d.phase = 'Ended' THEN d.last_seq_no END,
      CASE WHEN d.oddity IS NULL THEN '{}' ELSE ARRAY[d.oddity] END, d.resolution,
      CASE WHEN d.resolution IS NOT NULL THEN 'Looked at the journal.' END,
      CASE WHEN d.resolution IS NOT NULL THEN 'Seed' END,
      CASE WHEN d.resolution IS NOT NULL THEN d.ended_at + interval '3 days' END, d.rev
    FROM seed_session d LEFT JOIN token t ON t.id = d.token_id
    ORDER BY d.started_at, d.n`;
  await tx.$executeRaw`SELECT setval('charging_session_id_seq', ${sessions}::int)`;
}

/** How many sessions each EVSE has had, since when and until when, and whether one runs: `seed_line`. */
async function shareOut(tx: SeedTx, sessions: number): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE seed_line ON COMMIT DROP AS
    WITH running AS (
      SELECT p.*, f.seen_at, COALESCE(si.time_zone, 'UTC') AS time_zone, GREATEST(p.born_at, pg_temp.moment() - interval '395 days') AS from_at,
        CASE WHEN p.word NOT IN ('Charging', 'SuspendedEV', 'SuspendedEVSE') OR row_number() OVER (
            PARTITION BY p.word IN ('Charging', 'SuspendedEV', 'SuspendedEVSE') ORDER BY p.n) > ${sessions}::int / 4 THEN NULL
          WHEN p.line = 'Offline' THEN CASE WHEN pg_temp.draw(p.n, 'left') < 0.3
            THEN f.seen_at - interval '1 second' * (600 + pg_temp.draw(p.n, 'ago') * 9000) END
          WHEN pg_temp.draw(p.n, 'endless') < 0.004 THEN pg_temp.moment() - interval '3 days' * (0.5 + pg_temp.draw(p.n, 'ago'))
          ELSE pg_temp.moment() - interval '1 second' * (200 + pg_temp.draw(p.n, 'ago') * CASE WHEN p.is_dc THEN 2400 ELSE 16000 END)
        END AS running_at
      FROM seed_place p JOIN seed_fleet f ON f.id = p.station_id LEFT JOIN site si ON si.id = f.site_id
    ), spans AS (
      SELECT *, COALESCE(running_at - interval '30 minutes', CASE line WHEN 'Online' THEN pg_temp.moment() - interval '20 minutes'
        ELSE seen_at - interval '30 minutes' END) AS to_at FROM running
    ), weighed AS (
      SELECT *, popularity * extract(epoch FROM to_at - from_at)::float8 AS weight,
        ${sessions}::int - count(running_at) OVER () AS ended FROM spans
    ), summed AS (
      SELECT *, floor(sum(weight) OVER (ORDER BY place) / sum(weight) OVER () * ended)::int AS upto,
        place = count(*) OVER () AS is_last FROM weighed
    )
    SELECT *, CASE WHEN is_last THEN ended::int ELSE upto END - COALESCE(lag(upto) OVER (ORDER BY place), 0) AS sessions
    FROM summed`;
  await tx.$executeRaw`ANALYZE seed_line`;
}
