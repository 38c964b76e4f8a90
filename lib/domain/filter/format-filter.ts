import type { Filter, FilterTerm, FilterValue } from "./filter";

/** The filter as text; parsed again it is the same filter. */
export function formatFilter(filter: Filter): string {
  return filter.map(formatTerm).join(" ");
}

export function formatTerm(term: FilterTerm): string {
  const sign = term.isNegated ? "-" : "";
  if (term.type === "Text") return sign + (isPlainText(term.text) ? term.text : quoted(term.text));
  return `${sign}${term.field}:${term.values.map(formatValue).join(",")}`;
}

function formatValue({ operator, text }: FilterValue): string {
  return (operator ?? "") + (/^[^\s,"<>=][^\s,]*$/.test(text) ? text : quoted(text));
}

/** The values of one field as they stand in an address: a space needs no quotes there. */
export function formatValues(values: readonly FilterValue[]): string {
  return values
    .map(({ operator, text }) => {
      const isPlain = text !== "" && text === text.trim() && /^[^,"<>=][^,]*$/.test(text);
      return (operator ?? "") + (isPlain ? text : quoted(text));
    })
    .join(",");
}

/** Nothing in it could be taken for a sign, a field or a quote. */
const isPlainText = (text: string): boolean => /^[^\s"-]\S*$/.test(text) && !/^[A-Za-z][A-Za-z0-9_-]*:/.test(text);

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
