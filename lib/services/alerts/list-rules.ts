import type { AlertRule as Row } from "@/lib/db/generated/client";
import type { AlertRuleView } from "@/lib/domain/alerts/alert-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { storedSettings, toRule } from "./rule-row";

/** What is watched for, by name. */
export async function listRules(ctx: ServiceContext): Promise<readonly AlertRuleView[]> {
  requirePermission(ctx, "read");
  const rows = await ctx.db.alertRule.findMany({
    orderBy: { name: "asc" },
    include: { _count: { select: { alerts: { where: { state: { not: "Resolved" } } } } } },
  });
  return rows.map(({ _count, ...row }) => toRuleView(row, _count.alerts));
}

/** One rule. Throws NotFound. */
export async function readRule(ctx: ServiceContext, id: number): Promise<AlertRuleView> {
  requirePermission(ctx, "read");
  const row = await ctx.db.alertRule.findUnique({ where: { id } });
  if (row === null) throw new ServiceError("NotFound", `There is no rule ${id}.`);
  return toRuleView(row, await ctx.db.alert.count({ where: { ruleId: id, state: { not: "Resolved" } } }));
}

export function toRuleView(row: Row, open: number): AlertRuleView {
  const { id, kind, isOn, severity, scope } = toRule(row);
  return { id, name: row.name, kind, isOn, severity, settings: storedSettings(row), scope, open };
}
