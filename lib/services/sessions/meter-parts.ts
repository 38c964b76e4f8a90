import { Prisma } from "@/lib/db/generated/client";
import type { MeterSample } from "@/lib/domain/meter-value";

export type MeterRow = {
  readonly stationId: number;
  readonly evse: number;
  readonly connector: number | null;
  /** Null where the station's reference matches no session: the reading is kept all the same. */
  readonly sessionId: number | null;
  /** The reference the station gave, kept when it matched nothing. */
  readonly stationTransaction: string | null;
  readonly sample: MeterSample;
  readonly receivedAt: Date;
};

/** The newest figures of a session after a batch; Wh, W, %. */
export type LiveFigures = {
  readonly id: number;
  readonly stationId: number;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  readonly socPercent: number | null;
  readonly sampledAt: Date;
};

/**
 * The parts of a statement (CTEs) that store meter readings of many stations and move their sessions' live figures;
 * `moved` has the sessions that moved. An older reading than the newest one moves nothing, unless it shows more: a
 * clock ran back. An ended session keeps what it was settled at, and counts on where its end told no register.
 */
export function meterParts(rows: readonly MeterRow[]): Prisma.Sql {
  return Prisma.sql`
    readings AS (
      SELECT * FROM unnest(${rows.map((row) => row.receivedAt.toISOString())}::timestamptz[],
        ${rows.map((row) => row.stationId)}::int[], ${rows.map((row) => row.evse)}::int[],
        ${rows.map((row) => row.connector)}::int[], ${rows.map((row) => row.sessionId)}::int[],
        ${rows.map((row) => row.stationTransaction)}::text[],
        ${rows.map((row) => row.sample.at.toISOString())}::timestamptz[],
        ${rows.map((row) => row.sample.context)}::text[], ${rows.map((row) => row.sample.energyWh)}::float8[],
        ${rows.map((row) => row.sample.powerW)}::float8[], ${rows.map((row) => row.sample.currentA)}::float8[],
        ${rows.map((row) => row.sample.voltageV)}::float8[], ${rows.map((row) => row.sample.socPercent)}::float8[],
        ${rows.map((row) => (row.sample.other.length === 0 ? null : JSON.stringify(row.sample.other)))}::text[])
      AS t(received_at, station_id, evse, connector, session_id, station_transaction, sampled_at, context,
        energy_wh, power_w, current_a, voltage_v, soc_percent, other)
    ), kept_readings AS (
      INSERT INTO meter_value (received_at, station_id, evse, connector, session_id, station_transaction, sampled_at,
        context, energy_wh, power_w, current_a, voltage_v, soc_percent, other)
      SELECT received_at, station_id, evse, connector, session_id, station_transaction, sampled_at,
        context, energy_wh, power_w, current_a, voltage_v, soc_percent, other::jsonb
      FROM readings
    ), newest AS (
      SELECT session_id, max(sampled_at) AS sampled_at, max(energy_wh) AS highest_wh,
        (array_agg(energy_wh ORDER BY sampled_at) FILTER (WHERE energy_wh IS NOT NULL))[1] AS first_energy_wh,
        (array_agg(energy_wh ORDER BY sampled_at DESC) FILTER (WHERE energy_wh IS NOT NULL))[1] AS energy_wh,
        (array_agg(power_w ORDER BY sampled_at DESC) FILTER (WHERE power_w IS NOT NULL))[1] AS power_w,
        (array_agg(soc_percent ORDER BY sampled_at DESC) FILTER (WHERE soc_percent IS NOT NULL))[1] AS soc_percent
      FROM readings WHERE session_id IS NOT NULL GROUP BY session_id
    ), judged AS (
      SELECT n.*, s.phase = 'Active' AND (s.last_sample_at IS NULL OR n.sampled_at >= s.last_sample_at) AS is_newest,
        n.highest_wh > COALESCE(s.meter_last_wh, s.meter_start_wh, -1) AND s.meter_stop_wh IS NULL
          AND s.resolution IS NULL AS counts_on
      FROM newest n JOIN charging_session s ON s.id = n.session_id
    ), moved AS (
      UPDATE charging_session s SET
      meter_start_wh = COALESCE(s.meter_start_wh, n.first_energy_wh),
      meter_last_wh = CASE WHEN n.is_newest THEN COALESCE(n.energy_wh, s.meter_last_wh) ELSE n.highest_wh END,
      energy_wh = GREATEST(n.highest_wh - COALESCE(s.meter_start_wh, n.first_energy_wh), s.energy_wh,
        CASE WHEN n.energy_wh IS NULL THEN NULL ELSE 0 END),
      power_w = CASE WHEN n.is_newest THEN COALESCE(n.power_w, s.power_w) ELSE s.power_w END,
      soc_percent = CASE WHEN n.is_newest THEN COALESCE(n.soc_percent, s.soc_percent) ELSE s.soc_percent END,
      last_sample_at = GREATEST(n.sampled_at, s.last_sample_at), rev = s.rev + 1
    FROM judged n
    WHERE s.id = n.session_id AND (n.is_newest OR n.counts_on)
    RETURNING s.id, s.station_id, s.energy_wh, s.power_w, s.soc_percent, s.last_sample_at
    )`;
}

/** What `moved` of `meterParts` is read with. */
export const MOVED = Prisma.sql`SELECT id, station_id AS "stationId", energy_wh AS "energyWh", power_w AS "powerW",
  soc_percent AS "socPercent", last_sample_at AS "sampledAt" FROM moved`;
