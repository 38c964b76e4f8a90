import { type Filter, type FilterTerm, type FilterValue, OPERATORS, TERMS_MAX, VALUES_MAX } from "./filter";

const FIELD = /^([A-Za-z][A-Za-z0-9_-]*):/;
const SPACE = /^\s+/;

/** Reads a filter as a person types it. Every text is a filter; what follows the fiftieth term is left out. */
export function parseFilter(text: string): Filter {
  const terms: FilterTerm[] = [];
  let rest = text.replace(SPACE, "");
  while (rest !== "" && terms.length < TERMS_MAX) {
    const [term, after] = readTerm(rest);
    terms.push(term);
    rest = after.replace(SPACE, "");
  }
  return terms;
}

/** The values of one field as they stand in an address: there a space ends no value. */
export function parseValues(text: string): readonly FilterValue[] {
  return readValues(text, COMMA)[0];
}

function readTerm(text: string): readonly [FilterTerm, string] {
  const isNegated = /^-\S/.test(text);
  const told = isNegated ? text.slice(1) : text;
  const field = FIELD.exec(told)?.[1];
  if (field !== undefined) {
    const [values, rest] = readValues(told.slice(field.length + 1), COMMA_OR_SPACE);
    return [{ type: "Field", isNegated, field: field.toLowerCase(), values }, rest];
  }
  const [word, rest] = readText(told, SPACE_ONLY);
  return [{ type: "Text", isNegated, text: word }, rest];
}

/** What ends a value that is not quoted. */
const SPACE_ONLY = /\s/;
const COMMA_OR_SPACE = /[\s,]/;
const COMMA = /,/;

function readValues(text: string, end: RegExp): readonly [readonly FilterValue[], string] {
  const values: FilterValue[] = [];
  let rest = `,${text}`;
  while (rest.startsWith(",")) {
    const [value, after] = readValue(rest.slice(1), end);
    if (value !== null && values.length < VALUES_MAX) values.push(value);
    rest = after;
  }
  return [values, rest];
}

function readValue(text: string, end: RegExp): readonly [FilterValue | null, string] {
  const rest = end === COMMA ? text.trimStart() : text;
  const operator = OPERATORS.find((each) => rest.startsWith(each)) ?? null;
  const [told, after] = readText(rest.slice(operator?.length ?? 0), end);
  const isThere = operator !== null || told !== "" || rest.startsWith('"');
  return [isThere ? { operator, text: told } : null, end === COMMA ? after.trimStart() : after];
}

/** A quoted text, in which only `\"` and `\\` are special, or everything up to the end. A quote left open ends with the text. */
function readText(text: string, end: RegExp): readonly [string, string] {
  if (!text.startsWith('"')) {
    const length = end.exec(text)?.index ?? text.length;
    const bare = text.slice(0, length);
    return [end === COMMA ? bare.trimEnd() : bare, text.slice(length)];
  }
  let told = "";
  let at = 1;
  for (; at < text.length && text[at] !== '"'; at += 1) {
    if (text[at] === "\\" && (text[at + 1] === '"' || text[at + 1] === "\\")) at += 1;
    told += text[at];
  }
  return [told, text.slice(at + 1)];
}
