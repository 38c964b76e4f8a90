import type { FilterTerm, FilterValue } from "./filter";
import { formatFilter } from "./format-filter";
import { parseFilter } from "./parse-filter";

/** The filter as it is written when everything in it is spelt the same way. */
export const tidyFilter = (text: string): string => formatFilter(parseFilter(text));

/** Without its nth term. */
export const withoutTerm = (text: string, place: number): string =>
  formatFilter(parseFilter(text).filter((_, each) => each !== place));

/** With what else was told; what is there already is not told twice. */
export function withTerms(text: string, more: string): string {
  const had = parseFilter(text);
  const known = new Set(had.map((term) => formatFilter([term])));
  const added = parseFilter(more).filter((term) => !known.has(formatFilter([term])));
  return formatFilter([...had, ...added]);
}

/** With one value more of a field, or without it where it was there: what a click on a facet does. */
export function withValueToggled(text: string, field: string, value: string): string {
  const terms = parseFilter(text);
  const place = terms.findIndex((term) => isPlainTermOf(term, field));
  const term = terms[place];
  const values = term?.type === "Field" ? term.values : [];
  const rest = values.filter((each) => !isSame(each, value));
  const changed: readonly FilterValue[] =
    rest.length < values.length ? rest : [...values, { operator: null, text: value }];
  const own: FilterTerm = { type: "Field", isNegated: false, field, values: changed };
  const kept = changed.length === 0 ? [] : [own];
  return formatFilter(place < 0 ? [...terms, own] : [...terms.slice(0, place), ...kept, ...terms.slice(place + 1)]);
}

/** The values that a field is asked for, in lower case; none where it is turned round. */
export const valuesOf = (text: string, field: string): ReadonlySet<string> =>
  new Set(
    parseFilter(text).flatMap((term) =>
      term.type === "Field" && isPlainTermOf(term, field) ? term.values.map((value) => value.text.toLowerCase()) : [],
    ),
  );

/** Without what is told of a field. */
export const withoutField = (text: string, field: string): string =>
  formatFilter(parseFilter(text).filter((term) => !(term.type === "Field" && term.field === field)));

const isPlainTermOf = (term: FilterTerm, field: string): boolean =>
  term.type === "Field" && term.field === field && !term.isNegated;

const isSame = ({ operator, text }: FilterValue, value: string): boolean =>
  operator === null && text.toLowerCase() === value.toLowerCase();
