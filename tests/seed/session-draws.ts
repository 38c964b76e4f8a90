import { Prisma } from "@/lib/db/generated/client";
import type { SeedTx } from "./seed-tx";

const ENDS = [
  "EVDisconnected",
  "EVDisconnected",
  "EVDisconnected",
  "Local",
  "Local",
  "Remote",
  "StoppedByEV",
  "PowerLoss",
];

/** Few drivers charge most. */
const tokenOf = (tokens: number): Prisma.Sql =>
  Prisma.sql`CASE WHEN pg_temp.draw(n, 'free') < 0.98 THEN 1 + floor(pg_temp.draw(n, 'token') ^ 2 * ${tokens}::int)::int END`;

const transactionId = Prisma.sql`CASE WHEN protocol <> 'ocpp1.6' THEN substr(md5(n::text || 'tx'), 1, 32) END`;

/** What a car takes: watts, far less than a DC charger could give; watt-hours; seconds plugged in. */
const CHARGE = Prisma.sql`
  LATERAL (SELECT CASE WHEN is_dc THEN LEAST(power_w, 150000) * (0.25 + 0.5 * pg_temp.draw(n, 'rate'))
    ELSE LEAST(power_w, 11000) * (0.4 + 0.6 * pg_temp.draw(n, 'rate')) END AS watts) r,
  LATERAL (SELECT CASE WHEN pg_temp.draw(n, 'nothing') < 0.012 THEN 0
    ELSE 800 + (pg_temp.draw(n, 'energy') ^ 1.5 * CASE WHEN is_dc THEN 62000 ELSE 38000 END) END AS wanted_wh) e`;

/** The sessions that are over. A slot of time for each, so that none overlap; within it the hour that people like. */
export async function drawEnded(tx: SeedTx, tokens: number): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE seed_session ON COMMIT DROP AS
    WITH slots AS (
      SELECT l.*, place * 1000000 + j AS n, j,
        extract(epoch FROM to_at - from_at)::float8 / l.sessions AS slot_seconds
      FROM (SELECT place, station_id, evse, protocol, is_dc, power_w, time_zone, from_at, to_at, sessions FROM seed_line) l,
        generate_series(0, l.sessions - 1) j
    ), measured AS (
      SELECT slots.*, watts, wanted_wh, LEAST(60 + wanted_wh / watts * 3600
        + CASE WHEN is_dc THEN pg_temp.draw(slots.n, 'idle') ^ 3 * 1200 ELSE pg_temp.draw(slots.n, 'idle') ^ 3 * 14400 END,
        slot_seconds * 0.8) AS seconds
      FROM slots, ${CHARGE}
    ), placed AS (
      SELECT *, from_at + interval '1 second' * (j * slot_seconds + pg_temp.draw(n, 'when') * (slot_seconds - seconds
          - CASE WHEN slot_seconds > seconds + 90000 THEN 86400 ELSE 0 END)) AS base,
        slot_seconds > seconds + 90000 AS has_hour,
        (6 + 16 * (pg_temp.draw(n, 'hour') + pg_temp.draw(n, 'hour-too')) / 2) * 3600 AS hour_seconds
      FROM measured
    ), timed AS (
      SELECT *, date_trunc('milliseconds', base + CASE WHEN has_hour THEN interval '1 second'
          * ((hour_seconds - extract(epoch FROM (base AT TIME ZONE time_zone)::time)::float8 + 86400)::numeric % 86400)
          ELSE interval '0' END) AS started_at,
        floor(LEAST(wanted_wh, watts * GREATEST(seconds - 60, 0) / 3600)) AS wh
      FROM placed
    ), registered AS (
      SELECT *, started_at + interval '1 second' * ceil(seconds) AS ended_at, pg_temp.draw(n, 'odd') AS odd,
        floor(pg_temp.draw(place, 'register') * 9000000) + sum(wh) OVER (PARTITION BY place ORDER BY j) - wh AS meter_wh
      FROM timed
    ), told AS (
      SELECT *, CASE WHEN odd < 0.003 THEN 'LostStop' WHEN odd < 0.005 THEN 'StopWithoutStart' WHEN odd < 0.006 THEN 'MatchedByConnector'
        WHEN odd < 0.008 THEN 'ClockSuspect' WHEN odd < 0.0085 THEN 'ClosedByOperator' END AS oddity FROM registered
    )
    SELECT n, station_id, evse, ${transactionId} AS transaction_id, 'Ended'::"SessionPhase" AS phase,
      NULL::text AS charging_state, ${tokenOf(tokens)} AS token_id, started_at, ended_at, oddity,
      CASE WHEN oddity IN ('LostStop', 'ClosedByOperator') THEN oddity ELSE pg_temp.pick(n, 'end', ${ENDS}::text[]) END AS end_reason,
      CASE WHEN oddity IS DISTINCT FROM 'StopWithoutStart' THEN meter_wh END AS meter_start_wh,
      CASE WHEN oddity IN ('LostStop', 'ClosedByOperator') THEN NULL ELSE meter_wh + wh END AS meter_stop_wh,
      CASE WHEN wh > 0 AND oddity IS DISTINCT FROM 'StopWithoutStart' THEN meter_wh + wh END AS meter_last_wh,
      CASE WHEN oddity IS DISTINCT FROM 'StopWithoutStart' THEN wh END AS energy_wh,
      NULL::float8 AS power_w, CASE WHEN is_dc AND wh > 0 THEN floor(40 + pg_temp.draw(n, 'soc') * 60) END AS soc_percent,
      CASE WHEN wh > 0 AND oddity IS DISTINCT FROM 'StopWithoutStart' THEN ended_at END AS last_sample_at,
      CASE WHEN protocol <> 'ocpp1.6' THEN 2 + ceil(seconds / 900)::int END AS last_seq_no,
      CASE WHEN odd < 0.006 AND ended_at < pg_temp.moment() - interval '20 days' AND pg_temp.draw(n, 'looked-at') < 0.95
        THEN pg_temp.pick(n, 'resolution', ARRAY['AsTold', 'AsTold', 'NotBillable']) END AS resolution,
      2 + ceil(seconds / 900)::int AS rev
    FROM told`;
}

/** Those that run: some take nothing, and some have run for days. */
export async function drawRunning(tx: SeedTx, tokens: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO seed_session (n, station_id, evse, transaction_id, phase, charging_state, token_id, started_at,
      meter_start_wh, meter_last_wh, energy_wh, power_w, soc_percent, last_sample_at, last_seq_no, rev)
    SELECT n, station_id, evse, ${transactionId}, 'Active', word, ${tokenOf(tokens)}, date_trunc('milliseconds', running_at),
      meter_wh, meter_wh + wh, wh, CASE WHEN word = 'Charging' AND is_taking THEN floor(watts) ELSE 0 END,
      CASE WHEN is_dc THEN floor(30 + pg_temp.draw(n, 'soc') * 55) END, sampled_at,
      CASE WHEN protocol <> 'ocpp1.6' THEN 1 + ceil(seconds / 900)::int END, 1 + ceil(seconds / 900)::int
    FROM (SELECT l.place * 1000000 + 999999 AS n, l.place, l.station_id, l.evse, l.protocol, l.word, l.is_dc, l.power_w, l.running_at,
        COALESCE(last.meter_wh, floor(pg_temp.draw(l.place, 'register') * 9000000)) AS meter_wh,
        CASE l.line WHEN 'Online' THEN pg_temp.moment() - interval '1 second' * (pg_temp.draw(l.place, 'sample') * 60)
          ELSE l.seen_at END AS sampled_at
      FROM seed_line l LEFT JOIN (
        SELECT station_id, evse, max(COALESCE(meter_stop_wh, meter_last_wh, meter_start_wh)) AS meter_wh FROM seed_session GROUP BY 1, 2
      ) last USING (station_id, evse)
      WHERE l.running_at IS NOT NULL) run, ${CHARGE},
      LATERAL (SELECT extract(epoch FROM sampled_at - running_at)::float8 AS seconds, pg_temp.draw(n, 'takes') >= 0.02 AS is_taking) s,
      LATERAL (SELECT CASE WHEN is_taking THEN floor(LEAST(watts * seconds / 3600, 90000)) ELSE 0 END AS wh) w`;
}
