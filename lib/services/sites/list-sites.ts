import type { SiteView } from "@/lib/domain/site-view";
import { requirePermission, type ServiceContext } from "../context";
import { toSiteView } from "./site-fields";

/** All sites by name. */
export async function listSites(ctx: ServiceContext): Promise<readonly SiteView[]> {
  requirePermission(ctx, "read");
  const rows = await ctx.db.site.findMany({
    orderBy: { name: "asc" },
    include: { _count: { select: { stations: { where: { removedAt: null } } } } },
  });
  return rows.map(({ _count, ...row }) => toSiteView(row, _count.stations));
}
