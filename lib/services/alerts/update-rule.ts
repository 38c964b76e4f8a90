import { z } from "zod";
import type { AlertRuleView } from "@/lib/domain/alerts/alert-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { toRuleView } from "./list-rules";
import { checkScope, checkSettings, ruleFields, takenRuleName } from "./rule-fields";
import { alertKind } from "./rule-row";

/** What is left out stays as it is; `settings` and `scope` are replaced as a whole. */
export const updateRuleInput = z.strictObject(ruleFields).partial();

/** Changes what is watched for. Alerts of a rule that is turned off are over in the next round. Safe to repeat. */
export async function updateRule(
  ctx: ServiceContext,
  id: number,
  input: z.input<typeof updateRuleInput>,
): Promise<AlertRuleView> {
  requirePermission(ctx, "manage-alerts");
  const { scope, ...given } = parseInput(updateRuleInput, input);
  return inTransaction(ctx, async ({ tx, audit }) => {
    const before = await tx.alertRule.findUnique({ where: { id } });
    if (before === null) throw new ServiceError("NotFound", `There is no rule ${id}.`);
    const kind = alertKind(before.kind);
    checkSettings(kind, given.settings ?? {});
    if (scope !== undefined) await checkScope(tx, kind, scope);
    const change = Object.fromEntries(
      Object.entries({ ...given, ...scope }).filter(([, value]) => value !== undefined),
    );
    const row = await tx.alertRule
      .update({ where: { id }, data: { ...change, updatedAt: ctx.now() } })
      .catch(takenRuleName(given.name ?? before.name));
    await audit("UpdateAlertRule", `alert-rule:${id}`, change);
    return toRuleView(row, await tx.alert.count({ where: { ruleId: id, state: { not: "Resolved" } } }));
  });
}
