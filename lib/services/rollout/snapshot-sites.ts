import type { SiteFacts } from "@/lib/domain/firmware/campaign-snapshot";
import type { Tx } from "../context";
import { aliveSince } from "../stations/connectivity";
import type { JobRow } from "./snapshot-jobs";

type Wanted = { readonly jobs: readonly JobRow[]; readonly now: number };

/** How the sites of these jobs stand: what is usable there, and what is in flight there for all campaigns. */
export async function readSites(tx: Tx, { jobs, now }: Wanted): Promise<ReadonlyMap<number, SiteFacts>> {
  const ids = [...new Set(jobs.flatMap(({ siteId, stationSiteId }) => [siteId, stationSiteId]))].filter(
    (id) => id !== null,
  );
  if (ids.length === 0) return new Map();
  const alive = aliveSince(new Date(now)).toISOString();
  const rows = await tx.$queryRaw<SiteFacts[]>`
    WITH held AS (
      SELECT s.id, s.site_id, g.id IS NOT NULL AS is_connected FROM station s
      LEFT JOIN gateway g ON g.id = s.gateway_id AND g.stopped_at IS NULL AND g.beat_at >= ${alive}::timestamptz
      WHERE s.site_id = ANY (${ids}::int[]) AND s.removed_at IS NULL
    ), counted AS (
      SELECT site_id, count(*)::int AS n FROM held GROUP BY site_id
    ), usable AS (
      SELECT h.site_id, count(*)::int AS n FROM held h JOIN connector c ON c.station_id = h.id
      WHERE h.is_connected AND c.evse > 0 AND c.status NOT IN ('Faulted', 'Unavailable') GROUP BY h.site_id
    ), active AS (
      SELECT s.site_id, count(*)::int AS n FROM firmware_job j JOIN station s ON s.id = j.station_id
      WHERE j.status IN ('Dispatching', 'InProgress', 'Reconciling', 'Verifying') AND s.site_id = ANY (${ids}::int[])
      GROUP BY s.site_id
    )
    SELECT t.id, coalesce(counted.n, 0) AS stations, coalesce(usable.n, 0) AS "usableConnectors", coalesce(active.n, 0) AS active
    FROM unnest(${ids}::int[]) AS t(id)
    LEFT JOIN counted ON counted.site_id = t.id LEFT JOIN usable ON usable.site_id = t.id
    LEFT JOIN active ON active.site_id = t.id`;
  return new Map(rows.map((site) => [site.id, site]));
}
