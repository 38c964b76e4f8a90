/**
 * What a list is filtered by, as it is told: `status:fault,offline site:"Nairobi West" -tag:test fw:<2.4 gate`.
 * Terms hold together (and), the values of one term are alternatives (or), `-` turns a term round.
 * What a field means, and whether there is such a field, is not this file's matter: see `read-filter.ts`.
 */
export type Filter = readonly FilterTerm[];

export type FilterTerm = TextTerm | FieldTerm;

/** Words that stand somewhere in what the list shows. */
export type TextTerm = { readonly type: "Text"; readonly isNegated: boolean; readonly text: string };

export type FieldTerm = {
  readonly type: "Field";
  readonly isNegated: boolean;
  /** In lower case. */
  readonly field: string;
  readonly values: readonly FilterValue[];
};

/** The longer ones first: `<=` is not `<` before `=`. */
export const OPERATORS = ["<=", ">=", "<", ">"] as const;
export type Operator = (typeof OPERATORS)[number];

export type FilterValue = { readonly operator: Operator | null; readonly text: string };

/** How many terms, and values of one term, count: a filter is written by a person. */
export const TERMS_MAX = 50;
export const VALUES_MAX = 50;
