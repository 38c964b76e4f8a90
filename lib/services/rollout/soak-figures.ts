import type { SoakFigures, SoakSide } from "@/lib/domain/firmware/campaign-snapshot";
import type { Tx } from "../context";
import { IS_OWN_RECONNECT } from "./own-reconnects";

const DAY_MS = 86_400_000;

type Wanted = { readonly campaignId: string; readonly waveIndex: number; readonly now: number };
type Row = SoakSide & { readonly isUpdated: boolean };

/**
 * How the stations of a wave did since each of them was updated, against stations of the same models that still wait for
 * it, since the first of the wave was. Rates are made of these counts per station-day by whoever compares them.
 */
export async function compareSoak(tx: Tx, { campaignId, waveIndex, now }: Wanted): Promise<SoakFigures | null> {
  const at = new Date(now).toISOString();
  const rows = await tx.$queryRaw<Row[]>`
    WITH updated AS (
      SELECT j.station_id AS id, j.finished_at AS since, s.model FROM firmware_job j JOIN station s ON s.id = j.station_id
      WHERE j.campaign_id = ${campaignId}::uuid AND j.wave_index = ${waveIndex}::int AND j.status = 'Succeeded'
    ), compared AS (
      SELECT true AS is_updated, id, since FROM updated
      UNION ALL
      SELECT false, j.station_id, (SELECT min(since) FROM updated)
      FROM firmware_job j JOIN station s ON s.id = j.station_id
      WHERE j.campaign_id = ${campaignId}::uuid AND j.status IN ('Pending', 'Ready')
        AND s.model IN (SELECT model FROM updated) AND s.connected_at IS NOT NULL
    ), told AS (
      SELECT c.is_updated, c.id,
        extract(epoch FROM ${at}::timestamptz - c.since)::float8 * 1000 AS "ms",
        (SELECT count(*)::int FROM charging_session s WHERE s.station_id = c.id AND s.start_received_at >= c.since) AS sessions,
        (SELECT count(*)::int FROM charging_session s WHERE s.station_id = c.id AND s.start_received_at >= c.since
          AND (s.energy_wh > 0 OR s.power_w > 0 OR s.charging_state = 'Charging')) AS started,
        (SELECT count(*)::int FROM charging_session s WHERE s.station_id = c.id AND s.start_received_at >= c.since
          AND s.end_reason IN (${FAILED_ENDS[0]}, ${FAILED_ENDS[1]}, ${FAILED_ENDS[2]}, ${FAILED_ENDS[3]})) AS failed,
        (SELECT count(*)::int FROM message_log m WHERE m.station_id = c.id AND m.at >= c.since AND m.direction = 'In'
          AND m.action = 'StatusNotification' AND m.request ~ '"(status|connectorStatus)": ?"Faulted"') AS faults,
        (SELECT count(*)::int FROM connection k WHERE k.station_id = c.id AND k.opened_at >= c.since
          AND ${IS_OWN_RECONNECT}) AS reconnects
      FROM compared c
    )
    SELECT is_updated AS "isUpdated", count(*)::int AS stations, coalesce(sum("ms"), 0) / ${DAY_MS}::float8 AS "stationDays",
      coalesce(sum(sessions), 0)::int AS sessions, coalesce(sum(started), 0)::int AS "sessionsStarted",
      coalesce(sum(failed), 0)::int AS "sessionsInError", coalesce(sum(faults), 0)::int AS faults,
      coalesce(sum(reconnects), 0)::int AS reconnects
    FROM told GROUP BY is_updated`;
  const side = (wanted: boolean): SoakSide | undefined =>
    rows.flatMap(({ isUpdated, ...figures }) => (isUpdated === wanted ? [figures] : []))[0];
  const updated = side(true);
  const others = side(false);
  return updated === undefined ? null : { updated, others: others ?? NOBODY };
}

/** Ends that are the station's fault, in the words of 2.x. */
const FAILED_ENDS = ["PowerLoss", "Reboot", "GroundFault", "OvercurrentFault"] as const;

const NOBODY: SoakSide = {
  stations: 0,
  stationDays: 0,
  sessions: 0,
  sessionsStarted: 0,
  sessionsInError: 0,
  faults: 0,
  reconnects: 0,
};
