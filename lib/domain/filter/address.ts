import type { Catalog } from "./catalog";
import type { FieldTerm, Filter, FilterTerm } from "./filter";
import { formatFilter, formatValues } from "./format-filter";
import { parseFilter, parseValues } from "./parse-filter";

/** A filter as it stands in an address: `q=-tag:test+gate&status=fault,offline`. */
export type FilterAddress = Readonly<Record<string, string>>;

/**
 * Each known field has a parameter of its own; what has no room there (turned round, told twice, not known, free words)
 * stands in `q`, in the grammar.
 */
export function toAddress(filter: Filter, catalog: Catalog): FilterAddress {
  const own = new Map<string, FieldTerm>();
  const rest: FilterTerm[] = [];
  for (const term of filter) {
    if (hasOwnParameter(term, catalog) && !own.has(term.field)) own.set(term.field, term);
    else rest.push(term);
  }
  const fields = catalog.flatMap(({ name }) => own.get(name) ?? []);
  return {
    ...(rest.length === 0 ? {} : { q: formatFilter(rest) }),
    ...Object.fromEntries(fields.map(({ field, values }) => [field, formatValues(values)])),
  };
}

/** Reads it back. Parameters that are no field are somebody else's. */
export function fromAddress(parameter: (name: string) => string | null, catalog: Catalog): Filter {
  const fields = catalog.flatMap(({ name, aliases = [] }) =>
    [name, ...aliases].flatMap((each): FieldTerm[] => {
      const text = parameter(each);
      if (text === null) return [];
      const values = parseValues(text);
      return values.length === 0 ? [] : [{ type: "Field", isNegated: false, field: name, values }];
    }),
  );
  return [...fields, ...parseFilter(parameter("q") ?? "")];
}

const hasOwnParameter = (term: FilterTerm, catalog: Catalog): term is FieldTerm =>
  term.type === "Field" && !term.isNegated && term.values.length > 0 && catalog.some(({ name }) => name === term.field);
