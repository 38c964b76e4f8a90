import { Prisma } from "@/lib/db/generated/client";
import { FRESH_MAX_MS } from "@/lib/domain/fresh-figure";
import type { SiteNow } from "@/lib/domain/site-view";
import { siteWord } from "@/lib/domain/site-word";
import type { StatusWord } from "@/lib/domain/station";
import type { ServiceContext } from "../context";
import { aliveSince } from "../stations/connectivity";
import { NO_STATIONS, wordedStations } from "../stations/worded-stations";

type Counted = { readonly siteId: number; readonly word: StatusWord; readonly n: number };
type Running = { readonly siteId: number; readonly running: number; readonly powerW: number; readonly unknown: number };

/** How sites are doing now; of one, or of all with chargers. */
export async function readSiteFigures(ctx: ServiceContext, siteId: number | null): Promise<(id: number) => SiteNow> {
  const where = siteId === null ? Prisma.sql`s.site_id IS NOT NULL` : Prisma.sql`s.site_id = ${siteId}`;
  const worded = wordedStations({ where, now: ctx.now() });
  const [counted, running] = await Promise.all([
    ctx.db.$queryRaw<Counted[]>`
      SELECT s.site_id AS "siteId", w.word, count(*)::int AS n
      FROM (${worded}) w JOIN station s ON s.id = w.id
      WHERE s.site_id IS NOT NULL GROUP BY 1, 2`,
    ctx.db.$queryRaw<Running[]>(runningBySite(siteId, ctx.now())),
  ]);
  const counts = new Map<number, Record<StatusWord, number>>();
  for (const { siteId: at, word, n } of counted) counts.set(at, { ...NO_STATIONS, ...counts.get(at), [word]: n });
  const sessions = new Map(running.map((row) => [row.siteId, row]));
  return (id) => {
    const here = counts.get(id) ?? NO_STATIONS;
    const { running: runs = 0, powerW = 0, unknown = 0 } = sessions.get(id) ?? {};
    return { counts: here, worst: siteWord(here), running: runs, powerW, powerUnknown: unknown };
  };
}

/** A figure counts where its charger is connected and it was measured lately. */
function runningBySite(siteId: number | null, now: Date): Prisma.Sql {
  const freshFrom = new Date(now.getTime() - FRESH_MAX_MS).toISOString();
  return Prisma.sql`
    SELECT "siteId", count(*)::int AS running, coalesce(sum(power_w) FILTER (WHERE is_known), 0)::float8 AS "powerW",
      (count(*) FILTER (WHERE NOT is_known))::int AS unknown
    FROM (
      SELECT s.site_id AS "siteId", c.power_w,
        (g.id IS NOT NULL AND c.power_w IS NOT NULL AND c.last_sample_at >= ${freshFrom}::timestamptz) IS TRUE AS is_known
      FROM charging_session c JOIN station s ON s.id = c.station_id
      LEFT JOIN gateway g ON g.id = s.gateway_id AND g.stopped_at IS NULL
        AND g.beat_at >= ${aliveSince(now).toISOString()}::timestamptz
      WHERE c.phase = 'Active' AND s.removed_at IS NULL AND s.site_id IS NOT NULL
        AND ${siteId === null ? Prisma.sql`TRUE` : Prisma.sql`s.site_id = ${siteId}`}
    ) active GROUP BY 1`;
}
