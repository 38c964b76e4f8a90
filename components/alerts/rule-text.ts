import { useTranslations } from "next-intl";
import { useSpanText } from "@/components/time/time";
import { RULE_FIELDS, type RuleSetting, ruleSettings } from "@/lib/domain/alerts/alert-rule";
import type { AlertRuleView } from "@/lib/domain/alerts/alert-view";

/** Settings that say from when on it counts; the others are told in the form. */
const TOLD: readonly RuleSetting[] = ["threshold", "triesMin", "windowSeconds", "forSeconds"];

/** "after 3 min", "3 times within 15 min", "less than 10 % free". */
export function useRuleText(): (rule: Pick<AlertRuleView, "kind" | "settings">) => string {
  const t = useTranslations("alertRules.when");
  const spanText = useSpanText();
  return ({ kind, settings }) => {
    const { threshold, triesMin, windowSeconds, forSeconds } = ruleSettings(kind, settings);
    const told = RULE_FIELDS[kind].filter((name) => TOLD.includes(name));
    return t(kind, {
      threshold,
      triesMin,
      window: told.includes("windowSeconds") ? spanText(windowSeconds * 1000) : "",
      span: told.includes("forSeconds") ? spanText(forSeconds * 1000) : "",
    });
  };
}
