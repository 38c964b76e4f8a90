import { ALERT_GROUPS, type AlertGroup } from "@/lib/domain/alerts/alert-view";
import { requirePermission, type ServiceContext } from "../context";
import { groupFilter } from "./list-alerts";

/** How many alerts wait for somebody, are seen to, and are silenced. Resolved ones are not counted: they only grow. */
export async function countAlertGroups(ctx: ServiceContext): Promise<Readonly<Record<AlertGroup, number | null>>> {
  requirePermission(ctx, "read");
  const now = ctx.now();
  const [open, acknowledged, silenced] = ALERT_GROUPS.map((group) => groupFilter(group, now));
  const [row] = await ctx.db.$queryRaw<{ open: number; acknowledged: number; silenced: number }[]>`
    SELECT count(*) FILTER (WHERE ${open})::int AS open, count(*) FILTER (WHERE ${acknowledged})::int AS acknowledged,
      count(*) FILTER (WHERE ${silenced})::int AS silenced
    FROM alert WHERE state <> 'Resolved'`;
  return {
    Open: row?.open ?? 0,
    Acknowledged: row?.acknowledged ?? 0,
    Silenced: row?.silenced ?? 0,
    Resolved: null,
  };
}
