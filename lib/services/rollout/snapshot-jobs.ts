/**
 * A campaign's open jobs with the row of their station. One statement and one JSON text: with thousands of jobs the
 * way of a row through the driver costs more than finding it.
 */
import { isJobOver, JOB_STATES } from "@/lib/domain/firmware/campaign-states";
import type { ConnectorStatus } from "@/lib/domain/station";
import type { Tx } from "../context";
import { aliveSince } from "../stations/connectivity";
import { ms } from "./milliseconds";
import { rowsOf } from "./stored-words";

/** Instants are milliseconds since 1970. Words are as they are stored. */
export type JobRow = {
  readonly id: string;
  readonly waveIndex: number;
  readonly stationId: number;
  readonly siteId: number | null;
  readonly generation: number;
  readonly place: number;
  readonly status: string;
  readonly reason: string | null;
  readonly blockedBy: string | null;
  readonly phase: string | null;
  readonly attempts: number;
  readonly undelivered: number;
  readonly notBefore: number | null;
  readonly readyAt: number | null;
  readonly statusAt: number;
  readonly verifyingAt: number | null;
  readonly fromVersion: string | null;
  readonly lateOutcome: string | null;
  readonly askId: string | null;
  readonly identity: string;
  readonly stationSiteId: number | null;
  readonly timeZone: string;
  readonly isRemoved: boolean;
  readonly isBlocked: boolean;
  readonly isOnline: boolean;
  readonly epoch: number;
  readonly connectedAt: number | null;
  readonly disconnectedAt: number | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  readonly version: string | null;
  readonly bootedAt: number | null;
  readonly ocppVersion: string | null;
  /** evse, connector, status, told at */
  readonly connectors: readonly (readonly [number, number, ConnectorStatus, number])[] | null;
};

const OPEN = JOB_STATES.filter((state) => !isJobOver(state));

type Wanted = {
  readonly campaignId: string;
  readonly now: number;
  /** Waves whose pending jobs are wanted too. */
  readonly pendingOf: readonly number[];
  /** All of them, however many; otherwise a part of a crowd that waits. */
  readonly isWhole: boolean;
};

/** Up to so many waiting jobs are looked at every time; of more each comes in its turn. */
const CROWD = 2_000;
const TURNS = 16;
const TURN_MS = 1_000;
/** One that is being prepared holds a place, and keeps it only while it is seen. */
const ASKED_MS = 300_000;
/** So many jobs are found one by one; more are read together with everything they are joined to. */
const FEW = 200;
/** Of a crowd, those that look as if they could be sent to are looked at every time, the first of them. */
const LIKELY = 500;

/**
 * Of a crowd of waiting jobs those whose turn it is, those that are likely to be next, and of each wave the one that
 * waits for the shortest time: as long as that one may still come, the wave is not over.
 */
export async function readJobs(tx: Tx, { campaignId, now, pendingOf, isWhole }: Wanted): Promise<readonly JobRow[]> {
  const alive = aliveSince(new Date(now)).toISOString();
  const askedSince = new Date(now - ASKED_MS).toISOString();
  const turn = Math.floor(now / TURN_MS) % TURNS;
  // A wave that has just opened is not in the planner's statistics yet: it would look at each job once for each job.
  const open = await tx.firmwareJob.count({ where: { campaignId, status: { in: OPEN } } });
  await tx.$queryRaw`SELECT set_config('enable_nestloop', ${open > FEW ? "off" : "on"}, true)`;
  const [read] = await tx.$queryRaw<{ rows: string | null }[]>`
    WITH open AS MATERIALIZED (
      SELECT * FROM firmware_job WHERE campaign_id = ${campaignId}::uuid AND (
        status IN ('Ready', 'Dispatching', 'InProgress', 'Reconciling', 'Verifying', 'Backoff')
        OR (status = 'Pending' AND wave_index = ANY (${pendingOf}::int[]))
        OR (status = 'Failed' AND reason = 'Lost' AND late_outcome IS NULL))
    ), waiting AS (
      SELECT id, station_id, wave_index, place, ready_at FROM open WHERE status = 'Ready'
    ), likely AS (
      SELECT w.id FROM waiting w JOIN station s ON s.id = w.station_id
      WHERE s.gateway_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM charging_session c WHERE c.station_id = s.id AND c.phase = 'Active')
      ORDER BY w.wave_index, w.place LIMIT ${LIKELY}
    ), chosen AS (
      SELECT id FROM open WHERE status <> 'Ready' OR place % ${TURNS}::int = ${turn}::int
        OR blocked_by IN ('Asking', 'Draining') OR asked_at > ${askedSince}::timestamptz OR ${isWhole} OR (SELECT count(*) FROM waiting) <= ${CROWD}
      UNION SELECT id FROM likely
      UNION (SELECT DISTINCT ON (wave_index) id FROM waiting ORDER BY wave_index, ready_at DESC)
    ), job AS MATERIALIZED (
      SELECT open.* FROM open JOIN chosen USING (id)
    ), told AS (
      -- The station itself is told of only where it is what fails.
      SELECT station_id, json_agg(json_build_array(evse, connector, status, ${ms("received_at")})) AS connectors
      FROM connector WHERE station_id IN (SELECT station_id FROM job) AND (evse > 0 OR status = 'Faulted')
      GROUP BY station_id
    ), read AS (
      SELECT j.id, j.wave_index AS "waveIndex", j.station_id AS "stationId", j.site_id AS "siteId", j.generation, j.place,
        j.status, j.reason, j.blocked_by AS "blockedBy", j.phase, j.attempts, j.undelivered,
        ${ms("j.not_before")} AS "notBefore", ${ms("j.ready_at")} AS "readyAt", ${ms("j.status_at")} AS "statusAt",
        ${ms("j.verifying_at")} AS "verifyingAt", j.from_version AS "fromVersion", j.late_outcome AS "lateOutcome",
        j.ask_id AS "askId", s.identity, s.site_id AS "stationSiteId", coalesce(site.time_zone, 'UTC') AS "timeZone",
        s.removed_at IS NOT NULL AS "isRemoved", s.is_blocked AS "isBlocked",
        g.id IS NOT NULL AND s.registered_status IS NOT DISTINCT FROM 'Accepted' AS "isOnline",
        s.connection_epoch AS epoch, ${ms("s.connected_at")} AS "connectedAt",
        ${ms("s.disconnected_at")} AS "disconnectedAt", s.vendor, s.model, s.serial_number AS "serialNumber",
        s.firmware_version AS version, ${ms("s.booted_at")} AS "bootedAt", s.ocpp_version AS "ocppVersion",
        told.connectors
      FROM job j JOIN station s ON s.id = j.station_id
      LEFT JOIN site ON site.id = s.site_id
      LEFT JOIN gateway g ON g.id = s.gateway_id AND g.stopped_at IS NULL AND g.beat_at >= ${alive}::timestamptz
      LEFT JOIN told ON told.station_id = s.id
      ORDER BY j.wave_index, j.place, j.id
    )
    SELECT json_agg(read)::text AS rows FROM read`;
  await tx.$queryRaw`SELECT set_config('enable_nestloop', 'on', true)`;
  return rowsOf<JobRow>(read?.rows);
}
