import { FRESH_MAX_MS } from "@/lib/domain/fresh-figure";
import { type PowerSeries, type Trends, UPTIME_DAYS, type Uptime } from "@/lib/domain/overview/overview-view";
import { requirePermission, type ServiceContext } from "../context";
import { aliveSince } from "../stations/connectivity";

const HOURS = 6;
const STEP_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** What changes slowly and is dear to read: the fleet's power over six hours, and how long chargers were connected. */
export async function readTrends(ctx: ServiceContext): Promise<Trends> {
  requirePermission(ctx, "read");
  const [power, uptime] = await Promise.all([powerSeries(ctx), connectedShare(ctx)]);
  return { power, uptime, readAt: ctx.now().toISOString() };
}

/** At each instant, of every session that ran then, what it had told last, if that was fresh then. */
async function powerSeries({ db, now }: ServiceContext): Promise<PowerSeries> {
  const last = Math.floor(now().getTime() / STEP_MS) * STEP_MS;
  const first = last - HOURS * 3_600_000;
  const rows = await db.$queryRaw<{ at: Date; running: number; watts: number | null }[]>`
    WITH tick AS MATERIALIZED (SELECT at FROM generate_series(${new Date(first).toISOString()}::timestamptz,
        ${new Date(last).toISOString()}::timestamptz, ${STEP_MS / 1000}::int * interval '1 second') at),
    ran AS MATERIALIZED (
      SELECT id, started_at, ended_at FROM charging_session WHERE phase = 'Active'
      UNION ALL
      SELECT id, started_at, ended_at FROM charging_session
      WHERE phase = 'Ended' AND ended_at > ${new Date(first).toISOString()}::timestamptz
    ),
    running AS (SELECT tick.at, count(*)::int AS n FROM tick JOIN ran
      ON ran.started_at <= tick.at AND (ran.ended_at IS NULL OR ran.ended_at > tick.at) GROUP BY tick.at),
    told AS (
      SELECT tick.at, sum(newest.power_w) AS watts FROM tick CROSS JOIN LATERAL (
        SELECT DISTINCT ON (m.session_id) m.session_id, m.power_w FROM meter_value m
        WHERE m.received_at <= tick.at AND m.received_at > tick.at - ${FRESH_MAX_MS / 1000}::int * interval '1 second'
          AND m.power_w IS NOT NULL
        ORDER BY m.session_id, m.sampled_at DESC
      ) newest JOIN ran ON ran.id = newest.session_id AND (ran.ended_at IS NULL OR ran.ended_at > tick.at)
      GROUP BY tick.at
    )
    SELECT tick.at, COALESCE(running.n, 0) AS running, told.watts
    FROM tick LEFT JOIN running USING (at) LEFT JOIN told USING (at) ORDER BY tick.at`;
  return {
    at: rows.map(({ at }) => at.toISOString()),
    watts: rows.map(({ running, watts }) => (running === 0 ? 0 : watts)),
  };
}

/**
 * A charger counts from its first connection on. A connection that is open is as long as its gateway lives; one that
 * was taken over by the next ended there.
 */
async function connectedShare({ db, now }: ServiceContext): Promise<Uptime> {
  const to = now().toISOString();
  const from = new Date(now().getTime() - UPTIME_DAYS * DAY_MS).toISOString();
  const [row] = await db.$queryRaw<{ chargers: number; possible: number | null; connected: number | null }[]>`
    WITH fleet AS MATERIALIZED (
      SELECT s.id, GREATEST(f.opened_at, ${from}::timestamptz) AS since
      FROM station s CROSS JOIN LATERAL (SELECT opened_at FROM connection c WHERE c.station_id = s.id ORDER BY c.epoch LIMIT 1) f
      WHERE s.removed_at IS NULL AND NOT s.is_blocked
    ), held AS (
      SELECT c.station_id, GREATEST(c.opened_at, ${from}::timestamptz) AS since, LEAST(
        COALESCE(c.closed_at, CASE WHEN g.stopped_at IS NULL AND g.beat_at >= ${aliveSince(now()).toISOString()}::timestamptz
          THEN ${to}::timestamptz ELSE COALESCE(g.stopped_at, g.beat_at, c.opened_at) END),
        lead(c.opened_at) OVER (PARTITION BY c.station_id ORDER BY c.epoch)) AS until
      FROM connection c JOIN fleet ON fleet.id = c.station_id LEFT JOIN gateway g ON g.id = c.gateway_id
      WHERE c.closed_at IS NULL OR c.closed_at > ${from}::timestamptz
    )
    SELECT (SELECT count(*)::int FROM fleet) AS chargers,
      (SELECT sum(extract(epoch FROM ${to}::timestamptz - since))::float8 FROM fleet) AS possible,
      sum(GREATEST(0, extract(epoch FROM until - since)))::float8 AS connected
    FROM held`;
  const { chargers = 0, possible = null, connected = null } = row ?? {};
  const share = possible === null || possible <= 0 ? null : Math.min(1, (connected ?? 0) / possible);
  return { share, chargers };
}
