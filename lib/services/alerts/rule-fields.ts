import { z } from "zod";
import {
  ALERT_KINDS,
  type AlertKind,
  isOfServer,
  isPercent,
  isUnbounded,
  RULE_FIELDS,
  RULE_SETTINGS,
  type RuleScope,
  type RuleSetting,
  SETTING_BOUNDS,
  SEVERITIES,
} from "@/lib/domain/alerts/alert-rule";
import type { Tx } from "../context";
import { ServiceError } from "../errors";
import { isUniqueViolation } from "../unique-violation";

export const ruleFields = {
  name: z.string().trim().min(1).max(200),
  isOn: z.boolean(),
  severity: z.enum(SEVERITIES),
  /** Whole numbers; what is left out stands at the kind's default. */
  settings: z.partialRecord(z.enum(RULE_SETTINGS), z.int()),
  scope: z.strictObject({
    siteIds: z
      .array(
        z
          .int()
          .min(1)
          .max(2 ** 31 - 1),
      )
      .max(200)
      .default([]),
    tags: z.array(z.string().trim().min(1).max(50)).max(50).default([]),
  }),
} as const;

export const kindField = z.enum(ALERT_KINDS);

/** Throws Invalid, with the place, where a setting is not the kind's or out of its bounds. */
export function checkSettings(kind: AlertKind, settings: Partial<Record<RuleSetting, number>>): void {
  for (const name of RULE_SETTINGS) {
    const value = settings[name];
    if (value === undefined) continue;
    if (!RULE_FIELDS[kind].includes(name)) {
      throw new ServiceError("Invalid", `A rule of the kind ${kind} has no ${name}.`, `settings.${name}`);
    }
    const { min, max } = SETTING_BOUNDS[name];
    const highest = name === "threshold" && isPercent(kind) ? 100 : max;
    if (value < min || value > highest) {
      throw new ServiceError("Invalid", `It lies between ${min} and ${highest}.`, `settings.${name}`);
    }
  }
}

/** Throws Invalid where a site is not known, or where a rule about the server is bound to chargers: it would find nothing. */
export async function checkScope(tx: Tx, kind: AlertKind, scope: RuleScope): Promise<void> {
  if (isOfServer(kind) && !isUnbounded(scope)) {
    throw new ServiceError("Invalid", `A rule of the kind ${kind} is not about chargers.`, "scope");
  }
  const { siteIds } = scope;
  const known = await tx.site.count({ where: { id: { in: [...siteIds] } } });
  if (known < new Set(siteIds).size)
    throw new ServiceError("Invalid", "One of the sites is not known.", "scope.siteIds");
}

/** For `catch` of a write: what it failed for, in words where it is the name. */
export const takenRuleName =
  (name: string) =>
  (error: unknown): never => {
    throw isUniqueViolation(error) ? new ServiceError("Conflict", `There is already a rule ${name}.`, "name") : error;
  };
