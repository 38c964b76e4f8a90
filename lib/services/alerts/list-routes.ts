import type { AlertRouteView } from "@/lib/domain/alerts/alert-view";
import { requirePermission, type ServiceContext } from "../context";
import { routeIncludes, toRouteView } from "./route-row";

/** Whom alerts are told to, by name. For those who say so: an address may be a secret. */
export async function listRoutes(ctx: ServiceContext): Promise<readonly AlertRouteView[]> {
  requirePermission(ctx, "manage-alert-routes");
  const rows = await ctx.db.alertRoute.findMany({ orderBy: { name: "asc" }, include: routeIncludes });
  return rows.map(toRouteView);
}
