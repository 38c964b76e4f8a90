/** What a station may do to a payload that was right. */
import { between, oneOf, type Random } from "../../../simulator/random";
import type { Json } from "./valid-payload";

/** Stand for what JSON.stringify does not write: a token as it is, and a name that stands twice. */
const token = (text: string): string => `\u0001${text}\u0001`;
const twice = (name: string): string => `${name}\u0002`;

/** JSON text of a payload or frame; tokens and doubled names come out as they were meant. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll(/"\\u0001(.*?)\\u0001"/g, (_, quoted: string) => quoted.replaceAll('\\"', '"'))
    .replaceAll("\\u0002", "");

const NUMBERS: readonly [Json, ...Json[]] = [
  0,
  -1,
  -0,
  0.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  Number.MAX_SAFE_INTEGER,
  1e20,
  1e308,
  -1e308,
  5e-324,
  token("1e400"),
  token("-1e400"),
  token("1e-400"),
  token("-0"),
  token("123456789012345678901234567890.123456789"),
  token("1E+2"),
];

const TEXTS: readonly [string, ...string[]] = [
  "",
  " ",
  "null",
  "NaN",
  "Infinity",
  "-Infinity",
  "1e308",
  "1e400",
  "0x10",
  "1,5",
  "true",
  "\0",
  "a\0b",
  "\u0007\u001B[31m\u007F\u009F",
  "\r\n\t\b\f",
  "\u{1F50C} \u{1F697}",
  "\uD83D",
  "\uDE00",
  "\uDE00\uD83D",
  "\u202E\u200F\uFEFF",
  "e\u0301\u0301\u0301",
  "'; DROP TABLE station; --",
  "%s%n%00",
  "{}",
  "\\",
  '"',
  "\\u0000",
  "$1",
  "../../etc/passwd",
];

const TIMES: readonly [string, ...string[]] = [
  "1970-01-01T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "0001-01-01T00:00:00+23:59",
  "9999-12-31T23:59:59.999999999Z",
  "9999-12-31T23:59:59-23:59",
  "+010000-01-01T00:00:00Z",
  "-000001-01-01T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "2026-11-22T24:00:00Z",
  "2026-11-22T23:59:60Z",
  "2026-11-22 10:00:00",
  "2026-11-22T10:00:00",
  "2026-11-22T10:00:00,5Z",
  "2026-11-22T10:00:00+99:99",
  "2026-11-22",
  "22.11.26",
  "now",
  "1700000000",
];

const NAMES: readonly [string, ...string[]] = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "",
  "0",
  "length",
  "a\0b",
  "\uD800",
  "vendor.field/with~marks",
  "customData",
];

const DEPTHS: readonly [number, ...number[]] = [3, 20, 55, 70, 400, 5_000];

const longText = (random: Random): string =>
  oneOf(random, ["x", "é", "\u{1F50C}", "\0", "9"]).repeat(
    Math.floor(oneOf(random, [21, 51, 256, 1_001, 2_501, 20_000]) * between(random, 0.9, 1.1)),
  );

/** Brackets inside one another; objects, lists, or both. */
function nested(random: Random): Json {
  const depth = oneOf(random, DEPTHS);
  const isList = random() < 0.5;
  return token((isList ? "[" : '{"d":').repeat(depth) + (isList ? "" : "1") + (isList ? "]" : "}").repeat(depth));
}

const anything = (random: Random): Json =>
  oneOf<(random: Random) => Json>(random, [
    () => null,
    () => random() < 0.5,
    () => oneOf(random, NUMBERS),
    () => oneOf(random, NUMBERS),
    () => oneOf(random, TEXTS),
    () => oneOf(random, TEXTS),
    () => oneOf(random, TIMES),
    () => longText(random),
    () => nested(random),
    () => [],
    () => ({}),
    () => [null],
    () => [[{}]],
    () => ({ polluted: true }),
  ])(random);

/** The payload with one thing changed, somewhere in it. */
export function mutated(payload: Json, random: Random): Json {
  if (isBranch(payload) && random() < (hasBranches(payload) ? 0.6 : 0)) return mutatedBelow(payload, random);
  if (isObject(payload)) return mutatedObject(payload, random);
  return isList(payload) ? mutatedList(payload, random) : mutatedScalar(payload, random);
}

type Branch = readonly Json[] | { readonly [key: string]: Json };
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isBranch = (value: Json): value is Branch => typeof value === "object" && value !== null;
const isObject = (value: Json): value is { readonly [key: string]: Json } => isBranch(value) && !isList(value);
const hasBranches = (value: Branch): boolean => Object.values(value).some(isBranch);

function mutatedBelow(branch: Branch, random: Random): Json {
  const below = Object.entries(branch).filter(([, value]) => isBranch(value));
  const [place] = below[Math.floor(random() * below.length)] ?? [""];
  const fields = Object.entries(branch).map(([key, value]): [string, Json] => [
    key,
    key === place ? mutated(value, random) : value,
  ]);
  return isList(branch) ? fields.map(([, value]) => value) : withFields(fields);
}

/** `__proto__` too becomes a field like any other. */
const withFields = (fields: readonly (readonly [string, Json])[]): Json => Object.fromEntries(fields);

type Fields = readonly (readonly [string, Json])[];

function mutatedObject(object: { readonly [key: string]: Json }, random: Random): Json {
  const fields = Object.entries(object);
  const at = Math.floor(random() * fields.length);
  const [name = "field", value = null] = fields[at] ?? [];
  const replaced = (...others: Fields): Json => withFields(fields.flatMap((field, n) => (n === at ? others : [field])));
  return oneOf<() => Json>(random, [
    () => replaced(),
    () => replaced([oneOf(random, NAMES), value]),
    () => replaced([name.toUpperCase(), value]),
    () => replaced([`${name} `, value]),
    () => withFields([...fields, [twice(name), anything(random)]]),
    () => withFields([[twice(name), anything(random)], ...fields]),
    () => withFields([...fields, [oneOf(random, NAMES), anything(random)]]),
    () => withFields([...fields, ["vendorField", anything(random)]]),
    () => replaced([name, anything(random)]),
    () => replaced([name, anything(random)]),
    () => replaced([name, mutated(value, random)]),
    () => replaced([name, mutated(value, random)]),
    () => replaced([name, mutated(value, random)]),
    () => replaced([name, [value]]),
    () => replaced([name, { [name]: value }]),
    () => withFields(fields.toReversed()),
    () => withFields(fields.map(([key]) => [key, null])),
    () => Object.values(object),
    () => ({}),
  ])();
}

const mutatedList = (list: readonly Json[], random: Random): Json =>
  oneOf<() => Json>(random, [
    () => [],
    () => [...list, anything(random)],
    () => [anything(random), ...list],
    () => list.map(() => anything(random)),
    () => Array.from({ length: Math.floor(between(random, 2, 200)) }, () => list[0] ?? null),
    () => Object.fromEntries(list.entries()),
    () => list[0] ?? null,
    () => textOf(list).slice(0, 200),
  ])();

function mutatedScalar(value: Json, random: Random): Json {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return oneOf<() => Json>(random, [
    () => anything(random),
    () => oneOf(random, TEXTS),
    () => oneOf(random, NUMBERS),
    () => oneOf(random, TIMES),
    () => longText(random),
    () => text,
    () => (Number.isNaN(Number(text)) ? text.toLowerCase() : Number(text)),
    () => text.toUpperCase(),
    () => ` ${text}\t`,
    () => `${text}${oneOf(random, TEXTS)}`,
    () => (typeof value === "number" ? -value : text.slice(0, -1)),
    () => [value],
    () => ({ value }),
  ])();
}
