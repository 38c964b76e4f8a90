import { z } from "zod";
import { DEFAULT_SEVERITIES } from "@/lib/domain/alerts/alert-rule";
import type { AlertRuleView } from "@/lib/domain/alerts/alert-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { toRuleView } from "./list-rules";
import { checkScope, checkSettings, kindField, ruleFields, takenRuleName } from "./rule-fields";

export const createRuleInput = z.strictObject({
  name: ruleFields.name,
  kind: kindField,
  isOn: ruleFields.isOn.default(true),
  /** Absent: what is usual for the kind. */
  severity: ruleFields.severity.optional(),
  settings: ruleFields.settings.default({}),
  scope: ruleFields.scope.default({ siteIds: [], tags: [] }),
});

/** Says what else is watched for. Not safe to repeat: the second one is a Conflict. */
export async function createRule(ctx: ServiceContext, input: z.input<typeof createRuleInput>): Promise<AlertRuleView> {
  requirePermission(ctx, "manage-alerts");
  const { scope, severity, ...given } = parseInput(createRuleInput, input);
  checkSettings(given.kind, given.settings);
  return inTransaction(ctx, async ({ tx, audit }) => {
    await checkScope(tx, given.kind, scope);
    const data = { ...given, severity: severity ?? DEFAULT_SEVERITIES[given.kind], ...scope };
    const row = await tx.alertRule.create({ data: { ...data, updatedAt: ctx.now() } }).catch(takenRuleName(given.name));
    await audit("CreateAlertRule", `alert-rule:${row.id}`, data);
    return toRuleView(row, 0);
  });
}
