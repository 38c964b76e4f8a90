/**
 * Named repairs of sloppy payloads. They run only when the strict check has
 * failed, never on what we send, and each that changed something is counted.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";
import { readTime, writeTime } from "./time";

type Repair = { readonly name: string; readonly apply: (payload: JsonObject) => JsonObject };

const REPAIRS: readonly Repair[] = [
  { name: "NullDropped", apply: dropNulls },
  { name: "TimeNormalised", apply: normaliseTimes },
];

export type Repaired = { readonly payload: JsonObject; readonly repairs: readonly string[] };

export function repaired(payload: JsonObject): Repaired {
  let current = payload;
  const names: string[] = [];
  for (const { name, apply } of REPAIRS) {
    const next = apply(current);
    if (next === current) continue;
    current = next;
    names.push(name);
  }
  return { payload: current, repairs: names };
}

/** A null stands for an absent field (quirk C10). */
export function dropNulls(payload: JsonObject): JsonObject {
  return mapFields(payload, (_, value) => (value === null ? undefined : value));
}

/** A time without zone, with a comma or a blank becomes RFC 3339 (quirk D3). What names no instant stays. */
export function normaliseTimes(payload: JsonObject): JsonObject {
  return mapFields(payload, (key, value) => {
    if (typeof value !== "string" || !/time|date/i.test(key) || STRICT_TIME.test(value)) return value;
    const at = readTime(value);
    return at === null ? value : writeTime(at);
  });
}

const STRICT_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Free content of others: not ours to mend. */
const OPAQUE: ReadonlySet<string> = new Set(["customData", "data"]);

type FieldChange = (key: string, value: JsonValue | undefined) => JsonValue | undefined;

/** Changes fields at every depth; the very same object when nothing changed. */
function mapFields(object: JsonObject, change: FieldChange): JsonObject {
  let isChanged = false;
  const fields = Object.entries(object).flatMap(([key, before]): [string, JsonValue][] => {
    const after = mapWithin(key, change(key, before), change);
    if (after !== before) isChanged = true;
    return after === undefined ? [] : [[key, after]];
  });
  return isChanged ? Object.fromEntries(fields) : object;
}

function mapWithin(key: string, value: JsonValue | undefined, change: FieldChange): JsonValue | undefined {
  if (OPAQUE.has(key) || typeof value !== "object" || value === null) return value;
  if (isJsonObject(value)) return mapFields(value, change);
  const items = value.map((item) => (isJsonObject(item) ? mapFields(item, change) : item));
  return items.some((item, at) => item !== value[at]) ? items : value;
}
