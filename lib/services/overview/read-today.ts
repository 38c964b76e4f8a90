import { z } from "zod";
import { FRESH_MAX_MS } from "@/lib/domain/fresh-figure";
import { localDay } from "@/lib/domain/local-day";
import type { PowerNow, StartSuccess, Today } from "@/lib/domain/overview/overview-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { timeZoneSchema } from "../sites/site-fields";
import { aliveSince } from "../stations/connectivity";

export const readTodayInput = z.object({
  /** Where midnight is taken from. */
  timeZone: timeZoneSchema,
});

/** What the fleet delivers now, and has delivered since midnight. */
export async function readToday(ctx: ServiceContext, input: z.input<typeof readTodayInput>): Promise<Today> {
  requirePermission(ctx, "read");
  const { timeZone } = parseInput(readTodayInput, input);
  const from = localDay(ctx.now(), timeZone).startsAt.toISOString();
  const [power, energy, starts] = await Promise.all([powerNow(ctx), energySince(ctx, from), startsSince(ctx, from)]);
  return { from, power, ...energy, ...starts };
}

/** A figure counts while it is fresh and its charger is connected: then it is what is drawn now. */
async function powerNow({ db, now }: ServiceContext): Promise<PowerNow> {
  const fresh = new Date(now().getTime() - FRESH_MAX_MS).toISOString();
  const [row] = await db.$queryRaw<{ running: number; told: number; watts: number | null }[]>`
    SELECT count(*)::int AS running, count(s.power_w) FILTER (WHERE f.is_fresh)::int AS told,
      sum(s.power_w) FILTER (WHERE f.is_fresh) AS watts
    FROM charging_session s JOIN station st ON st.id = s.station_id
    LEFT JOIN gateway g ON g.id = st.gateway_id AND g.stopped_at IS NULL
      AND g.beat_at >= ${aliveSince(now()).toISOString()}::timestamptz
    CROSS JOIN LATERAL (SELECT g.id IS NOT NULL AND s.last_sample_at >= ${fresh}::timestamptz AS is_fresh) f
    WHERE s.phase = 'Active'`;
  const { running = 0, told = 0, watts = null } = row ?? {};
  return { running, told, watts: running === 0 ? 0 : watts };
}

/** Of a session that began before, what its register told last before that instant is taken off. */
async function energySince({ db }: ServiceContext, from: string): Promise<Pick<Today, "energyWh" | "energyUnknown">> {
  const [row] = await db.$queryRaw<{ wh: number | null; unknown: number }[]>`
    WITH taken AS (
      SELECT id, started_at, meter_start_wh, ended_energy_wh AS wh, true AS is_over FROM charging_session
      WHERE phase = 'Ended' AND ended_at >= ${from}::timestamptz
      UNION ALL
      SELECT id, started_at, meter_start_wh, energy_wh, false FROM charging_session WHERE phase = 'Active'
    )
    SELECT sum(GREATEST(0, t.wh - GREATEST(0, COALESCE(b.register_wh - t.meter_start_wh, 0)))) AS wh,
      count(*) FILTER (WHERE t.is_over AND t.wh IS NULL)::int AS unknown
    FROM taken t LEFT JOIN LATERAL (
      SELECT m.energy_wh AS register_wh FROM meter_value m
      WHERE t.started_at < ${from}::timestamptz AND m.session_id = t.id AND m.sampled_at < ${from}::timestamptz
        AND m.energy_wh IS NOT NULL
      ORDER BY m.sampled_at DESC LIMIT 1
    ) b ON true`;
  return { energyWh: row?.wh ?? 0, energyUnknown: row?.unknown ?? 0 };
}

/** Less than this is a start that came to nothing. */
const STARTED_WH = 100;
const START_TAKES_MS = 5 * 60_000;

/**
 * Sessions begun, and how many of all tries came to something: sessions, and remote starts after which none began.
 * What is younger than five minutes or paused by the car is not decided yet.
 */
async function startsSince(
  { db, now }: ServiceContext,
  from: string,
): Promise<{ readonly sessions: number; readonly starts: StartSuccess }> {
  const decided = new Date(now().getTime() - START_TAKES_MS).toISOString();
  const [row] = await db.$queryRaw<({ sessions: number } & StartSuccess)[]>`
    WITH begun AS (
      SELECT COALESCE(energy_wh, 0) >= ${STARTED_WH}::int AS is_success, phase = 'Ended'
          OR (start_received_at < ${decided}::timestamptz AND COALESCE(charging_state, '') <> 'SuspendedEV') AS is_over
      FROM charging_session WHERE started_at >= ${from}::timestamptz
    ), missing AS (
      SELECT count(*)::int AS n FROM command
      WHERE name = 'RemoteStart' AND state IN ('Rejected', 'Failed', 'NoEffect', 'NotSupported') AND session_id IS NULL
        AND expires_at > ${from}::timestamptz AND created_at >= ${from}::timestamptz
    )
    SELECT count(*)::int AS sessions, (SELECT n FROM missing) + count(*) FILTER (WHERE is_success OR is_over)::int AS tries,
      count(*) FILTER (WHERE is_success)::int AS successes
    FROM begun`;
  const { sessions = 0, tries = 0, successes = 0 } = row ?? {};
  return { sessions, starts: { tries, successes } };
}
