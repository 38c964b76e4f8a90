import { Prisma } from "@/lib/db/generated/client";
import type { AlertRule } from "@/lib/domain/alerts/alert-rule";
import type { Finding } from "@/lib/domain/alerts/finding";
import type { ServiceContext } from "../context";
import { PROBE_KEY } from "./find-connection-trouble";
import { FOUND_STATION, type FoundRow, IS_WATCHED, STATION_AND_SITE, toFinding } from "./found-station";

/** Chargers that say of themselves or of a connector that it is faulted; of one that is away, what it said last. */
export async function findFaults(ctx: ServiceContext, { id }: AlertRule): Promise<readonly Finding[]> {
  const rows = await ctx.db.$queryRaw<FoundRow[]>`
    WITH faulted AS (
      SELECT DISTINCT ON (station_id) station_id,
        COALESCE(NULLIF(error_code, 'NoError'), vendor_error_code) AS code, min(received_at) OVER (PARTITION BY station_id) AS since
      FROM connector WHERE status = 'Faulted' ORDER BY station_id, evse, connector
    )
    SELECT ${FOUND_STATION}, f.code AS detail, f.since
    FROM ${STATION_AND_SITE} JOIN faulted f ON f.station_id = s.id WHERE ${IS_WATCHED}`;
  return rows.map((row) => toFinding(id, row));
}

/** Chargers with a session that has run for long and drawn nothing, though neither car nor charger has paused it. */
export async function findNoEnergy(ctx: ServiceContext, rule: AlertRule): Promise<readonly Finding[]> {
  const { threshold, forSeconds } = rule.settings;
  const before = new Date(ctx.now().getTime() - forSeconds * 1000).toISOString();
  const rows = await ctx.db.$queryRaw<FoundRow[]>`
    WITH idle AS (
      SELECT c.station_id, min(c.id)::text AS session, min(c.start_received_at) AS since
      FROM charging_session c
      WHERE c.phase = 'Active' AND c.start_received_at <= ${before}::timestamptz
        AND COALESCE(c.energy_wh, 0) <= ${threshold} AND COALESCE(c.power_w, 0) <= 0
        AND COALESCE(c.charging_state, '') NOT IN ('SuspendedEV', 'SuspendedEVSE')
        AND NOT EXISTS (SELECT FROM connector k WHERE k.station_id = c.station_id AND k.evse = c.evse
          AND (k.occupancy IN ('SuspendedEV', 'SuspendedEVSE', 'Finishing') OR k.status = 'Faulted'))
      GROUP BY c.station_id
    )
    SELECT ${FOUND_STATION}, n.session AS detail, n.since
    FROM ${STATION_AND_SITE} JOIN idle n ON n.station_id = s.id
    WHERE s.gateway_id IS NOT NULL AND ${IS_WATCHED}`;
  return rows.map((row) => toFinding(rule.id, row));
}

/** Everything that was to become a session: those that did, and remote starts after which none began. */
const triesSince = (since: string): Prisma.Sql => Prisma.sql`
  SELECT station_id, start_received_at AS at, COALESCE("authorization", 'Accepted') <> 'Accepted' AS is_refused,
    COALESCE("authorization", 'Accepted') <> 'Accepted' OR (phase = 'Ended' AND COALESCE(energy_wh, 0) <= 0) AS has_failed
  FROM charging_session WHERE started_at > ${since}::timestamptz AND start_received_at > ${since}::timestamptz
  UNION ALL
  SELECT station_id, created_at, state = 'Rejected', true FROM command
  WHERE state IN ('Rejected', 'Failed', 'NoEffect', 'NotSupported') AND expires_at > ${since}::timestamptz
    AND created_at > ${since}::timestamptz AND name = 'RemoteStart' AND session_id IS NULL`;

/** Chargers at which the newest starts were refused, one after the other. */
export async function findRefusedStarts(ctx: ServiceContext, rule: AlertRule): Promise<readonly Finding[]> {
  const { threshold, windowSeconds } = rule.settings;
  const rows = await ctx.db.$queryRaw<FoundRow[]>`
    WITH tries AS (${triesSince(windowStart(ctx, windowSeconds))}),
    last AS (SELECT station_id, max(at) FILTER (WHERE NOT is_refused) AS good FROM tries GROUP BY station_id),
    streak AS (
      SELECT station_id, count(*) AS n, min(at) AS since FROM tries JOIN last USING (station_id)
      WHERE is_refused AND (good IS NULL OR at > good) GROUP BY station_id HAVING count(*) >= ${threshold}
    )
    SELECT ${FOUND_STATION}, k.n::text AS detail, k.since
    FROM ${STATION_AND_SITE} JOIN streak k ON k.station_id = s.id WHERE ${IS_WATCHED}`;
  return rows.map((row) => toFinding(rule.id, row));
}

/** Chargers at which too small a share of the starts led to energy. */
export async function findLowStartSuccess(ctx: ServiceContext, rule: AlertRule): Promise<readonly Finding[]> {
  const { threshold, triesMin, windowSeconds } = rule.settings;
  const rows = await ctx.db.$queryRaw<FoundRow[]>`
    WITH shares AS (
      SELECT station_id, count(*) AS n, 100.0 * count(*) FILTER (WHERE NOT has_failed) / count(*) AS percent,
        max(at) AS since
      FROM (${triesSince(windowStart(ctx, windowSeconds))}) t GROUP BY station_id HAVING count(*) >= ${triesMin}
    )
    SELECT ${FOUND_STATION}, round(h.percent)::text || ' % of ' || h.n AS detail, h.since
    FROM ${STATION_AND_SITE} JOIN shares h ON h.station_id = s.id
    WHERE h.percent < ${threshold} AND ${IS_WATCHED}`;
  return rows.map((row) => toFinding(rule.id, row));
}

/** Chargers that failed at commands, left them unanswered, or took them without effect. Questions of our own do not count. */
export async function findFailedCommands(ctx: ServiceContext, rule: AlertRule): Promise<readonly Finding[]> {
  const { threshold, windowSeconds } = rule.settings;
  const since = windowStart(ctx, windowSeconds);
  const rows = await ctx.db.$queryRaw<FoundRow[]>`
    WITH failed AS (
      SELECT station_id, (array_agg(name ORDER BY created_at DESC))[1] AS name, min(created_at) AS since
      FROM command
      WHERE state IN ('Failed', 'NoAnswer', 'NoEffect') AND expires_at > ${since}::timestamptz
        AND created_at > ${since}::timestamptz AND COALESCE(idempotency_key, '') NOT LIKE ${`${PROBE_KEY}:%`}
      GROUP BY station_id HAVING count(*) >= ${threshold}
    )
    SELECT ${FOUND_STATION}, f.name AS detail, f.since
    FROM ${STATION_AND_SITE} JOIN failed f ON f.station_id = s.id WHERE ${IS_WATCHED}`;
  return rows.map((row) => toFinding(rule.id, row));
}

const windowStart = (ctx: ServiceContext, seconds: number): string =>
  new Date(ctx.now().getTime() - seconds * 1000).toISOString();
