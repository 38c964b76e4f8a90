/**
 * Named repairs of sloppy payloads. They run only when the strict check has failed, never on what we send, and
 * each that changed something is told by its name, so that it can be counted. They follow the schema: what has no
 * place in it is dropped, what has the wrong form is given the right one where nothing is lost by that.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";
import type { Shape } from "./shape";
import { readTime, writeTime } from "./time";

export type Repaired = { readonly payload: JsonObject; readonly repairs: readonly string[] };

type RepairOptions = {
  readonly shape: Shape;
  /** All repairs; else only those that keep every value as it is (2.x). */
  readonly isThorough: boolean;
  /** Stands in for a time that cannot be read; null leaves it as it is. */
  readonly receivedAt: Date | null;
};

type Mender = Omit<RepairOptions, "shape"> & { readonly note: (repair: string) => void };
type Mended = JsonValue | undefined;

export function repaired(payload: JsonObject, { shape, ...options }: RepairOptions): Repaired {
  const names = new Set<string>();
  const mended = mendObject(payload, shape, { ...options, note: (name) => names.add(name) });
  return { payload: mended, repairs: [...names] };
}

/** Free content of others: not ours to mend. Where it has to be a text, it becomes its JSON. */
const OPAQUE: ReadonlySet<string> = new Set(["customData", "data"]);

function mendObject(object: JsonObject, shape: Shape, mender: Mender): JsonObject {
  const required = new Set(shape.required);
  const fields = Object.entries(object).flatMap(([key, told]): [string, JsonValue][] => {
    const value = told ?? null;
    const mend = (field: Shape): Mended => mendValue(value, field, required.has(key), mender);
    const mended = mendField(key, value, shape, { note: mender.note, mend });
    if (mended === undefined && !hasField(shape, key)) mender.note("UnknownFieldDropped"); // quirk C8
    return mended === undefined ? [] : [[key, mended]];
  });
  return Object.fromEntries(fields);
}

type Mend = Pick<Mender, "note"> & { readonly mend: (field: Shape) => Mended };

function mendField(key: string, value: JsonValue, shape: Shape, { note, mend }: Mend): Mended {
  const field = hasField(shape, key) ? shape.properties?.[key] : undefined;
  if (field === undefined) return shape.additionalProperties === false ? undefined : value;
  const isWhole = OPAQUE.has(key) && typeof value === "object" && value !== null;
  if (!isWhole) return mend(field);
  if (field.type !== "string") return value;
  note("DataSerialised");
  return JSON.stringify(value);
}

const hasField = ({ properties = {} }: Shape, key: string): boolean => Object.hasOwn(properties, key);

function mendValue(value: JsonValue, shape: Shape, isRequired: boolean, mender: Mender): Mended {
  if (value === null) {
    mender.note("NullDropped"); // quirk C10
    return undefined;
  }
  if (isList(value)) return mendList(value, shape.items, mender);
  return isJsonObject(value) ? mendObject(value, shape, mender) : mendScalar(value, shape, isRequired, mender);
}

function mendList(list: readonly JsonValue[], items: Shape | undefined, mender: Mender): readonly JsonValue[] {
  if (items === undefined) return list;
  return list.flatMap((item): JsonValue[] => {
    const mended = mendValue(item, items, false, mender);
    return mended === undefined ? [] : [mended];
  });
}

function mendScalar(value: string | number | boolean, shape: Shape, isRequired: boolean, mender: Mender): Mended {
  if (mender.isThorough && !isRequired && isNothing(value) && !isFreeText(shape)) {
    mender.note("EmptyDropped"); // quirk C10
    return undefined;
  }
  const scalar = coerced(value, shape, mender);
  if (typeof scalar === "number") return mendNumber(scalar, shape, isRequired, mender);
  return typeof scalar === "string" ? mendText(scalar, shape, isRequired, mender) : scalar;
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const NOTHING: ReadonlySet<string> = new Set(["", "null", "n/a"]);
const isNothing = (value: JsonValue): boolean => typeof value === "string" && NOTHING.has(value.trim().toLowerCase());
const isFreeText = ({ type, format, enum: words, listed }: Shape): boolean =>
  type === "string" && format === undefined && words === undefined && listed === undefined;

/** The same value in the type that the schema wants, where there is one (quirk C11). */
function coerced(value: string | number | boolean, shape: Shape, mender: Mender): string | number | boolean {
  const wanted = inType(value, shape.type);
  if (wanted === null || wanted === value) return value;
  mender.note("ScalarCoerced");
  return wanted;
}

function inType(value: string | number | boolean, type: string | undefined): string | number | boolean | null {
  switch (type) {
    case "string":
      return String(value);
    case "integer":
      return typeof value === "string" ? wholeNumber(value.trim()) : null;
    case "number":
      return typeof value === "string" && NUMBER.test(value.trim()) ? Number(value) : null;
    case "boolean":
      return BOOLEANS.get(String(value).trim().toLowerCase()) ?? null;
    case undefined:
    default:
      return null;
  }
}

const NUMBER = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function wholeNumber(text: string): number | null {
  const number = /^[+-]?\d{1,17}(?:\.0+)?$/.test(text) ? Number(text) : null;
  return number !== null && Number.isSafeInteger(number) ? number : null;
}

function mendNumber(value: number, shape: Shape, isRequired: boolean, mender: Mender): Mended {
  if (shape.mayBeFraction === true && !Number.isInteger(value)) mender.note("FractionKept");
  if (!isOutOfRange(value, shape)) return value;
  const isKept = shape.isUnbounded === true;
  if (!isKept && (isRequired || !mender.isThorough)) return value;
  mender.note("IdOutOfRange");
  return isKept ? value : undefined;
}

function isOutOfRange(value: number, { isUnbounded, minimum, maximum }: Shape): boolean {
  if (isUnbounded === true) return Math.abs(value) > INT32_MAX;
  return value < (minimum ?? value) || value > (maximum ?? value);
}

const INT32_MAX = 2_147_483_647;

function mendText(text: string, shape: Shape, isRequired: boolean, mender: Mender): Mended {
  if (shape.format === "date-time") return mendTime(text, isRequired, mender);
  if (!mender.isThorough) return text;
  const words = shape.enum ?? shape.listed;
  return cut(words === undefined ? text : mendWord(text, words, shape, mender), shape, mender);
}

/** A time without zone, with a comma or a blank becomes RFC 3339 (quirk D3); what names no instant gives way (D5). */
function mendTime(text: string, isRequired: boolean, mender: Mender): Mended {
  if (STRICT_TIME.test(text) && readTime(text) !== null) return text;
  const at = readTime(text);
  if (at !== null) {
    mender.note("TimeNormalised");
    return writeTime(at);
  }
  if (!mender.isThorough || mender.receivedAt === null) return text;
  mender.note("TimeUnreadable");
  return isRequired ? writeTime(mender.receivedAt) : undefined;
}

const STRICT_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The listed word, however it is cased and padded (quirk C12). */
function mendWord(text: string, words: readonly unknown[], shape: Shape, mender: Mender): string {
  if (words.includes(text)) return text;
  const folded = text.trim().toLowerCase();
  const meant = ALIASES.get(folded) ?? folded;
  const word = words.find((one): one is string => typeof one === "string" && one.toLowerCase() === meant);
  if (word === undefined) {
    if (shape.unlistedAs !== undefined) mender.note(shape.unlistedAs);
    return text;
  }
  mender.note("WordFolded");
  return word;
}

const ALIASES: ReadonlyMap<string, string> = new Map([["%", "percent"]]);

function cut(text: string, { maxLength, usualLength }: Shape, mender: Mender): string {
  if (maxLength === undefined || text.length <= (usualLength ?? maxLength)) return text;
  if (usualLength !== undefined && text.length <= maxLength) {
    mender.note("LongTextKept");
    return text;
  }
  // Cut, a name would be another name.
  if (usualLength !== undefined || maxLength > TEXT_CHARS_MAX) return text;
  mender.note("TextCut");
  const head = text.slice(0, maxLength);
  return /[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head;
}

/** Longer fields hold certificates and the like: cut, they would be worth nothing. */
const TEXT_CHARS_MAX = 1_000;
