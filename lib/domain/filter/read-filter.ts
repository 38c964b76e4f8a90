import { type Catalog, type Field, type FieldKind, fieldOf } from "./catalog";
import type { FieldTerm, Filter, FilterTerm, FilterValue } from "./filter";
import { formatTerm } from "./format-filter";
import type { Range } from "./range";
import { durationRange, instantRange, numberRange, rangeOf } from "./read-ranges";
import { versionKey } from "./version-key";

export type Match =
  | { readonly type: "Word"; readonly word: string }
  /** The whole text without case; `*` stands for anything. */
  | { readonly type: "Text"; readonly pattern: string }
  /** Epoch milliseconds, or what is stored: Wh, W, milliseconds. */
  | { readonly type: "Range"; readonly range: Range<number> }
  /** By `versionKey`. */
  | { readonly type: "Version"; readonly range: Range<string> }
  /** Nothing is told. */
  | { readonly type: "None" };

export type Condition<Name extends string = string> =
  | { readonly type: "Text"; readonly isNegated: boolean; readonly text: string }
  /** Any of the matches. */
  | { readonly type: "Field"; readonly isNegated: boolean; readonly field: Name; readonly matches: readonly Match[] };

/** What was told and means nothing: a field that is not there, or a value that it cannot have. */
export type Ignored = {
  readonly reason: "UnknownField" | "UnknownValue";
  /** As it is spelt in the filter. */
  readonly text: string;
};

export type ReadFilter<Name extends string = string> = {
  readonly conditions: readonly Condition<Name>[];
  readonly ignored: readonly Ignored[];
};

/** What a filter means to a list. What means nothing is told, and does not narrow the list. Ages count from `now`. */
export function readFilter<const Fields extends Catalog>(
  filter: Filter,
  catalog: Fields,
  now: Date,
): ReadFilter<Fields[number]["name"]> {
  const read = filter.map((term) => readTerm<Fields[number]["name"]>(term, catalog, now));
  return {
    conditions: read.flatMap(({ condition }) => condition ?? []),
    ignored: read.flatMap(({ ignored }) => ignored),
  };
}

type ReadTerm<Name extends string> = {
  readonly condition: Condition<Name> | null;
  readonly ignored: readonly Ignored[];
};

function readTerm<Name extends string>(term: FilterTerm, catalog: readonly Field<Name>[], now: Date): ReadTerm<Name> {
  if (term.type === "Text") {
    const text = term.text.trim();
    return { condition: text === "" ? null : { ...term, text }, ignored: [] };
  }
  const field = fieldOf(catalog, term.field);
  if (field === null) return { condition: null, ignored: [{ reason: "UnknownField", text: formatTerm(term) }] };
  const { matches, strange } = readValues(term, field.kind, now);
  const { isNegated } = term;
  const condition = matches.length === 0 ? null : { type: "Field" as const, isNegated, field: field.name, matches };
  return { condition, ignored: strange };
}

function readValues(term: FieldTerm, kind: FieldKind, now: Date) {
  const matches: Match[] = [];
  const strange: Ignored[] = [];
  for (const value of term.values) {
    const match = readValue(value, kind, now);
    if (match === null) strange.push({ reason: "UnknownValue", text: formatTerm({ ...term, values: [value] }) });
    else matches.push(match);
  }
  if (term.values.length === 0) strange.push({ reason: "UnknownValue", text: formatTerm(term) });
  return { matches, strange };
}

const NONE: ReadonlySet<string> = new Set(["none", "never", "unknown"]);

function readValue(value: FilterValue, kind: FieldKind, now: Date): Match | null {
  const text = value.text.trim();
  if (text === "") return null;
  if (kind.type === "Words") return value.operator === null ? wordMatch(text, kind.words) : null;
  if (value.operator === null && NONE.has(text.toLowerCase())) return { type: "None" };
  switch (kind.type) {
    case "Text":
      return value.operator === null ? { type: "Text", pattern: text } : null;
    case "Version":
      return versionMatch({ ...value, text });
    case "Instant":
      return rangeMatch(instantRange({ ...value, text }, now));
    case "Number":
      return rangeMatch(numberRange({ ...value, text }, kind.unit));
    case "Duration":
      return rangeMatch(durationRange({ ...value, text }));
  }
}

const rangeMatch = (range: Range<number> | null): Match | null => (range === null ? null : { type: "Range", range });

function wordMatch(text: string, words: readonly string[]): Match | null {
  const wanted = plain(text);
  const word = words.find((each) => plain(each) === wanted);
  return word === undefined ? null : { type: "Word", word };
}

/** `Paused by car`, `PausedByCar` and `paused-by-car` are one word; `ocpp1.6j` is a way to say 1.6. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s_-]/g, "")
    .replace(/^ocpp(?=\d)|(?<=^[\d.]+)j$/g, "");

function versionMatch(value: FilterValue): Match | null {
  if (value.operator === null && value.text.includes("*")) return { type: "Text", pattern: value.text };
  const range = rangeOf(value, versionKey);
  return range === null ? null : { type: "Version", range };
}
