/**
 * The last resort for calls that must not be refused: whatever still offends is taken out, and what is needed and
 * has a fallback is filled in. What offends in a list goes alone, the rest of the list stays (quirk F2).
 */
import type { ErrorObject, ValidateFunction } from "ajv";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";
import type { Repaired } from "./repair";
import type { Shape } from "./shape";
import { writeTime } from "./time";
import { type Fallback, RECEIPT_TIME } from "./tolerance";

type SalvageOptions = {
  readonly shape: Shape;
  /** Tells all errors at once. */
  readonly validate: ValidateFunction;
  readonly fallbacks: Readonly<Record<string, Fallback>>;
  readonly receivedAt: Date;
};

/** Each round may lay bare what was hidden below. */
const ROUNDS_MAX = 6;

/** Null where nothing is left that could be used. */
export function salvaged(payload: JsonObject, options: SalvageOptions): Repaired | null {
  const names = new Set<string>();
  let current = payload;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if (options.validate(current)) return { payload: current, repairs: [...names] };
    const changes: Changes = new Map();
    for (const error of options.validate.errors ?? []) {
      const change = changeFor(placeOf(error), options);
      if (change === null) return null;
      const holder = JSON.stringify(change.holder);
      const within = changes.get(holder) ?? new Map<string, JsonValue | undefined>();
      changes.set(holder, within.set(change.name, change.value));
      names.add(change.repair);
    }
    const next = applied(current, [], changes);
    if (!isJsonObject(next)) return null;
    current = next;
  }
  return null;
}

type Place = readonly string[];
type Change = {
  readonly holder: Place;
  readonly name: string;
  /** Undefined takes it out. */
  readonly value: JsonValue | undefined;
  readonly repair: string;
};
/** By the place of the holder, then by name. */
type Changes = Map<string, Map<string, JsonValue | undefined>>;

function placeOf({ keyword, instancePath, params }: ErrorObject): Place {
  const path = instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (keyword === "required") return [...path, String(params["missingProperty"])];
  return keyword === "additionalProperties" ? [...path, String(params["additionalProperty"])] : path;
}

/** A needed field without a fallback takes what holds it along. */
function changeFor(place: Place, options: SalvageOptions): Change | null {
  const name = place.at(-1);
  if (name === undefined) return null;
  const holder = place.slice(0, -1);
  const shape = shapeAt(options.shape, holder);
  const isNeeded = shape?.type === "object" && shape.required?.includes(name) === true;
  if (!isNeeded) return { holder, name, value: undefined, repair: "InvalidDropped" };
  const fallback = options.fallbacks[name];
  if (fallback === undefined) return changeFor(holder, options);
  const value = fallback.value === RECEIPT_TIME ? writeTime(options.receivedAt) : fallback.value;
  return { holder, name, value, repair: fallback.repair };
}

function shapeAt(shape: Shape, place: Place): Shape | undefined {
  return place.reduce<Shape | undefined>((at, part) => at?.properties?.[part] ?? at?.items, shape);
}

function applied(value: JsonValue, place: Place, changes: Changes): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  const here = changes.get(JSON.stringify(place)) ?? new Map<string, JsonValue | undefined>();
  const kept = Object.entries(value).flatMap(([key, inner]): [string, JsonValue][] =>
    here.has(key) ? [] : [[key, applied(inner ?? null, [...place, key], changes)]],
  );
  if (!isJsonObject(value)) return kept.map(([, item]) => item);
  const filled = [...here].flatMap(([key, inner]): [string, JsonValue][] =>
    inner === undefined ? [] : [[key, inner]],
  );
  return Object.fromEntries([...kept, ...filled]);
}
