import { localDay } from "@/lib/domain/local-day";
import type { SiteDetail } from "@/lib/domain/site-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { livePosition } from "../live-position";
import { toSiteView } from "./site-fields";
import { readSiteFigures } from "./site-figures";
import { readSiteWindows } from "./site-windows";

const SITE_ID_MAX = 2_147_483_647;

/** One site, how it is doing, what it did today and when its chargers may be updated. NotFound where there is none. */
export async function readSite(
  ctx: ServiceContext,
  id: number,
): Promise<{ readonly site: SiteDetail; readonly position: number }> {
  requirePermission(ctx, "read");
  const position = await livePosition(ctx.db);
  const isPossible = Number.isInteger(id) && id > 0 && id <= SITE_ID_MAX;
  const row = isPossible ? await ctx.db.site.findUnique({ where: { id } }) : null;
  if (row === null) throw new ServiceError("NotFound", `There is no site ${id}.`);
  const { startsAt: began } = localDay(ctx.now(), row.timeZone);
  const [stationCount, nowOf, today, windows] = await Promise.all([
    ctx.db.station.count({ where: { siteId: id, removedAt: null } }),
    readSiteFigures(ctx, id),
    sessionsSince(ctx, id, began),
    readSiteWindows(ctx, { id, timeZone: row.timeZone }),
  ]);
  const site = { ...toSiteView(row, stationCount), now: nowOf(id), dayBeganAt: began.toISOString(), today, windows };
  return { site, position };
}

async function sessionsSince(ctx: ServiceContext, siteId: number, began: Date): Promise<SiteDetail["today"]> {
  const { _count, _sum } = await ctx.db.chargingSession.aggregate({
    where: { startedAt: { gte: began }, station: { siteId } },
    _count: true,
    _sum: { energyWh: true },
  });
  return { sessions: _count, energyWh: _sum.energyWh ?? 0 };
}
