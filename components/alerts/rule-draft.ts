import type { RuleScope, RuleSetting, Severity } from "@/lib/domain/alerts/alert-rule";

/** What a form says of a rule. */
export type RuleValues = {
  readonly name: string;
  readonly isOn: boolean;
  readonly severity: Severity;
  readonly settings: Partial<Record<RuleSetting, number>>;
  readonly scope: { readonly siteIds: number[]; readonly tags: string[] };
};

/** Of a scope as it is read; what is changed is a copy. */
export const scopeValues = ({ siteIds, tags }: RuleScope): RuleValues["scope"] => ({
  siteIds: [...siteIds],
  tags: [...tags],
});
