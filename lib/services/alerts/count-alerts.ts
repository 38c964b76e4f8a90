import { SEVERITIES, type Severity } from "@/lib/domain/alerts/alert-rule";
import { requirePermission, type ServiceContext } from "../context";

/** How many alerts of each severity are not resolved. */
export async function countAlerts(
  ctx: ServiceContext,
): Promise<readonly { readonly severity: Severity; readonly open: number }[]> {
  requirePermission(ctx, "read");
  const rows = await ctx.db.alert.groupBy({
    by: ["severity"],
    where: { state: { not: "Resolved" } },
    _count: { _all: true },
  });
  const counts = new Map(rows.map(({ severity, _count }) => [severity, _count._all]));
  return SEVERITIES.map((severity) => ({ severity, open: counts.get(severity) ?? 0 }));
}
