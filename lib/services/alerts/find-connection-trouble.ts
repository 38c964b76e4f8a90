import type { AlertRule } from "@/lib/domain/alerts/alert-rule";
import type { Finding } from "@/lib/domain/alerts/finding";
import { CLOSED_BY_KITUO } from "@/lib/domain/stability";
import type { ServiceContext } from "../context";
import { aliveSince } from "../stations/connectivity";
import { FOUND_STATION, type FoundRow, IS_WATCHED, STATION_AND_SITE, toFinding } from "./found-station";

/**
 * Chargers whose connection is closed. They are counted as away from when Kituo could have had them: what happened
 * while no gateway was at work says nothing of a charger.
 */
export async function findOffline(ctx: ServiceContext, { id }: AlertRule): Promise<readonly Finding[]> {
  const rows = await ctx.db.$queryRaw<FoundRow[]>`
    SELECT ${FOUND_STATION}, c.gateway_id AS "lostGatewayId", s.disconnect_reason AS detail,
      GREATEST(COALESCE(s.disconnected_at, s.connected_at), w.since) AS since
    FROM ${STATION_AND_SITE}
    CROSS JOIN (SELECT min(started_at) AS since FROM gateway
      WHERE stopped_at IS NULL AND beat_at >= ${aliveSince(ctx.now()).toISOString()}::timestamptz) w
    LEFT JOIN connection c ON c.station_id = s.id AND c.epoch = s.connection_epoch AND s.disconnect_reason = 'GatewayLost'
    WHERE s.gateway_id IS NULL AND COALESCE(s.disconnected_at, s.connected_at) IS NOT NULL AND ${IS_WATCHED}`;
  return rows.map((row) => toFinding(id, row));
}

/** Chargers that came back too often by themselves. */
export async function findFlapping(ctx: ServiceContext, rule: AlertRule): Promise<readonly Finding[]> {
  const { threshold, windowSeconds } = rule.settings;
  const since = new Date(ctx.now().getTime() - windowSeconds * 1000).toISOString();
  const rows = await ctx.db.$queryRaw<FoundRow[]>`
    WITH flapping AS (
      SELECT c.station_id, count(*) AS times, min(c.opened_at) AS since
      FROM connection c JOIN connection before ON before.station_id = c.station_id AND before.epoch = c.epoch - 1
        AND NOT (COALESCE(before.close_reason, '') = ANY(${[...CLOSED_BY_KITUO]}::text[]))
      WHERE c.opened_at > ${since}::timestamptz
      GROUP BY c.station_id HAVING count(*) >= ${threshold}
    )
    SELECT ${FOUND_STATION}, f.times::text AS detail, f.since
    FROM ${STATION_AND_SITE} JOIN flapping f ON f.station_id = s.id
    WHERE ${IS_WATCHED}`;
  return rows.map((row) => toFinding(rule.id, row));
}

type SilentRow = FoundRow & {
  readonly lastMessageAt: Date;
  readonly askedAt: Date | null;
  readonly epoch: number;
};

/** Prefix of the keys of the questions put to chargers that seem silent. */
export const PROBE_KEY = "alert-probe";

/**
 * Chargers whose socket is open and that have said nothing for several of their heartbeats. Any word of theirs is one,
 * an answer too: so one that is merely quiet answers the question, and is none.
 */
export async function findSilent(ctx: ServiceContext, rule: AlertRule): Promise<readonly Finding[]> {
  const now = ctx.now();
  const rows = await ctx.db.$queryRaw<SilentRow[]>`
    SELECT ${FOUND_STATION}, NULL AS detail, q.said AS "lastMessageAt",
      q.said + ${rule.settings.threshold} * GREATEST(s.heartbeat_seconds, 30) * interval '1 second' AS since,
      (SELECT m.created_at FROM command m WHERE m.station_id = s.id AND m.created_at >= q.said
        AND m.idempotency_key = concat_ws(':', ${PROBE_KEY}::text, s.id, s.connection_epoch, (extract(epoch FROM q.said) * 1000)::bigint)
        LIMIT 1) AS "askedAt", s.connection_epoch AS epoch
    FROM ${STATION_AND_SITE} JOIN gateway g ON g.id = s.gateway_id
    CROSS JOIN LATERAL (SELECT GREATEST(s.last_message_at, s.connected_at) AS said) q
    WHERE g.stopped_at IS NULL AND g.beat_at >= ${aliveSince(now).toISOString()}::timestamptz
      AND s.registered_status = 'Accepted' AND ${IS_WATCHED}
      AND q.said <= ${now.toISOString()}::timestamptz
        - ${rule.settings.threshold} * GREATEST(s.heartbeat_seconds, 30) * interval '1 second'`;
  return rows.map((row) => toSilence(rule.id, row));
}

function toSilence(ruleId: number, { lastMessageAt, askedAt, epoch, ...row }: SilentRow): Finding {
  return {
    ...toFinding(ruleId, row),
    detail: lastMessageAt.toISOString(),
    probe: {
      askedAt: askedAt?.getTime() ?? null,
      key: `${PROBE_KEY}:${row.id}:${epoch}:${lastMessageAt.getTime()}`,
    },
  };
}
