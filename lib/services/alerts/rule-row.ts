import { z } from "zod";
import type { AlertRule as Row } from "@/lib/db/generated/client";
import {
  ALERT_KINDS,
  type AlertKind,
  type AlertRule,
  RULE_SETTINGS,
  type RuleSetting,
  ruleSettings,
  SEVERITIES,
  type Severity,
} from "@/lib/domain/alerts/alert-rule";

const settingsSchema = z.partialRecord(z.enum(RULE_SETTINGS), z.int());

/** A rule as it is stored; a word that nobody knows is a defect of ours. */
export function toRule(row: Row): AlertRule {
  const kind = alertKind(row.kind);
  return {
    id: row.id,
    kind,
    isOn: row.isOn,
    severity: severityOf(row.severity),
    settings: ruleSettings(kind, storedSettings(row)),
    scope: { siteIds: row.siteIds, tags: row.tags },
  };
}

/** What was set of a rule; all else stands at its kind's default. */
export const storedSettings = (row: Row): Partial<Record<RuleSetting, number>> => settingsSchema.parse(row.settings);

export function alertKind(stored: string): AlertKind {
  const kind = ALERT_KINDS.find((known) => known === stored);
  if (kind === undefined) throw new Error(`unknown kind of alert in the books: ${stored}`);
  return kind;
}

export function severityOf(stored: string): Severity {
  const severity = SEVERITIES.find((known) => known === stored);
  if (severity === undefined) throw new Error(`unknown severity in the books: ${stored}`);
  return severity;
}
