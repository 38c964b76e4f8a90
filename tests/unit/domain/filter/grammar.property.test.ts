import fc from "fast-check";
import { expect, test } from "vitest";
import { fromAddress, toAddress } from "@/lib/domain/filter/address";
import { CHARGER_FIELDS } from "@/lib/domain/filter/charger-fields";
import { type FilterTerm, OPERATORS } from "@/lib/domain/filter/filter";
import { formatFilter, formatTerm } from "@/lib/domain/filter/format-filter";
import { parseFilter } from "@/lib/domain/filter/parse-filter";
import { readFilter } from "@/lib/domain/filter/read-filter";
import { SESSION_FIELDS } from "@/lib/domain/filter/session-fields";

const NOW = new Date("2026-11-22T10:00:00Z");

/** Texts with everything that means something in the grammar. */
const nasty = fc.string({
  unit: fc.constantFrom("a", "B", "é", "充", " ", "\t", ",", ":", '"', "\\", "-", "<", ">", "=", "*", "."),
});
const texts = fc.oneof(
  nasty,
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("status:fault", "-", "--x", "a:b", "2h"),
);
const fields = fc.oneof(
  fc.constantFrom("status", "site", "tag", "fw", "seen", "firmware", "charger", "energy"),
  fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/),
);
const values = fc.record({ operator: fc.constantFrom(null, ...OPERATORS), text: texts });
const terms: fc.Arbitrary<FilterTerm> = fc.oneof(
  fc.record({ type: fc.constant("Text" as const), isNegated: fc.boolean(), text: texts }),
  fc.record({
    type: fc.constant("Field" as const),
    isNegated: fc.boolean(),
    field: fields,
    values: fc.array(values, { maxLength: 4 }),
  }),
);
const filters = fc.array(terms, { maxLength: 8 });

test("a filter written down and read again is the same filter", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(parseFilter(formatFilter(filter))).toEqual(filter);
    }),
    { numRuns: 2_000 },
  );
});

test("every text is a filter, and writing it down changes nothing any more", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const filter = parseFilter(text);
      expect(parseFilter(formatFilter(filter))).toEqual(filter);
    }),
    { numRuns: 2_000 },
  );
});

test("an address keeps every term of a filter, and is the same address the second time", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const address = toAddress(filter, CHARGER_FIELDS);
      const params = new URLSearchParams(new URLSearchParams(address).toString());
      const read = fromAddress((name) => params.get(name), CHARGER_FIELDS);
      expect(read.map(formatTerm).toSorted()).toEqual(filter.map(formatTerm).toSorted());
      expect(toAddress(read, CHARGER_FIELDS)).toEqual(address);
    }),
    { numRuns: 2_000 },
  );
});

test("any filter can be read for any list: what means nothing is told, and nothing is lost silently", () => {
  fc.assert(
    fc.property(filters, fc.constantFrom(CHARGER_FIELDS, SESSION_FIELDS), (filter, catalog) => {
      const { conditions, ignored } = readFilter(filter, catalog, NOW);
      for (const term of filter) {
        const isBlank = term.type === "Text" && term.text.trim() === "";
        if (isBlank) continue;
        const means = conditions.length > 0 || ignored.length > 0;
        expect(means).toBe(true);
      }
      const told = filter.reduce((sum, term) => sum + (term.type === "Field" ? Math.max(1, term.values.length) : 0), 0);
      const read = conditions.reduce((sum, each) => sum + (each.type === "Field" ? each.matches.length : 0), 0);
      const unknownFields = ignored.filter(({ reason }) => reason === "UnknownField").length;
      const inUnknown = filter.reduce(
        (sum, term) =>
          sum + (term.type === "Field" && !names(catalog).has(term.field) ? Math.max(1, term.values.length) : 0),
        0,
      );
      expect(read + ignored.length - unknownFields + inUnknown).toBe(told);
    }),
    { numRuns: 1_000 },
  );
});

const names = (catalog: typeof CHARGER_FIELDS | typeof SESSION_FIELDS): ReadonlySet<string> =>
  new Set(catalog.flatMap((field) => [field.name, ...("aliases" in field ? field.aliases : [])]));
