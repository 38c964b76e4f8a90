/** The official schemas, made ready for what peers send: references resolved, ids bounded, and on request loosened. */
import type { AnySchemaObject } from "ajv";
import type { Loosening } from "./tolerance";

/** A schema without references. `listed` and `unlistedAs` are ours: an enumeration that only counts what is not in it. */
export type Shape = {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly listed?: readonly unknown[];
  readonly unlistedAs?: string;
  readonly maxLength?: number;
  /** The norm's length, where longer text is kept. */
  readonly usualLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly isUnbounded?: boolean;
  readonly mayBeFraction?: boolean;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: Shape;
};

export function shapeOf(schema: AnySchemaObject, loosened: Readonly<Record<string, Loosening>>): Shape {
  const definitions: unknown = schema["definitions"];
  return resolved(schema, isRecord(definitions) ? definitions : {}, loosened);
}

type Loosened = Readonly<Record<string, Loosening>>;

function resolved(schema: AnySchemaObject, definitions: Record<string, unknown>, loosened: Loosened): Shape {
  const reference: unknown = schema["$ref"];
  if (typeof reference === "string") {
    const target = definitions[reference.slice("#/definitions/".length)];
    return isRecord(target) ? resolved(target, definitions, loosened) : {};
  }
  const { definitions: _, properties, items, ...rest } = schema;
  return {
    ...rest,
    ...(isRecord(items) ? { items: resolved(items, definitions, loosened) } : {}),
    ...(isRecord(properties) ? objectOf(schema, properties, (inner) => resolved(inner, definitions, loosened)) : {}),
  };

  function objectOf(node: AnySchemaObject, fields: Record<string, unknown>, read: (inner: AnySchemaObject) => Shape) {
    const required: unknown = node["required"];
    const needed = Array.isArray(required) ? required.map(String) : [];
    return {
      properties: Object.fromEntries(
        Object.entries(fields).flatMap(([name, inner]): [string, Shape][] =>
          isRecord(inner) ? [[name, loosen(bound(read(inner), name), loosened[name])]] : [],
        ),
      ),
      required: needed.filter((name) => loosened[name]?.isOptional !== true),
    };
  }
}

const INT32_MAX = 2_147_483_647;
const ADDRESSES: ReadonlySet<string> = new Set(["connectorId", "evseId", "id"]);
const NUMBERS: ReadonlySet<string> = new Set(["transactionId", "reservationId", "seqNo", "remoteStartId", "requestId"]);

/** The schemas bound no integer, but ids are 32-bit and addresses not negative. Meter readings may be larger. */
function bound(shape: Shape, name: string): Shape {
  if (shape.type !== "integer") return shape;
  if (ADDRESSES.has(name)) return { ...shape, minimum: 0, maximum: INT32_MAX };
  return NUMBERS.has(name) ? { ...shape, minimum: -INT32_MAX, maximum: INT32_MAX } : shape;
}

function loosen(shape: Shape, how: Loosening | undefined): Shape {
  if (how === undefined) return shape;
  const { unlistedAs, charsMax, isUnbounded = false, mayBeFraction = false } = how;
  const words = loosenedWords(shape, unlistedAs);
  const kept = isUnbounded ? without(words, ["minimum", "maximum"]) : words;
  return {
    ...kept,
    ...loosenedLength(shape, charsMax),
    ...(mayBeFraction ? { type: "number", mayBeFraction } : {}),
    ...(isUnbounded ? { isUnbounded } : {}),
  };
}

function loosenedWords(shape: Shape, unlistedAs: string | undefined): Shape {
  if (unlistedAs === undefined || shape.enum === undefined) return shape;
  return { ...without(shape, ["enum"]), listed: shape.enum, unlistedAs };
}

/** A word of a list has no length; one of none has to have an end. */
function loosenedLength({ maxLength }: Shape, charsMax: number | undefined): Shape {
  if (charsMax === undefined) return {};
  return maxLength === undefined ? { maxLength: charsMax } : { maxLength: charsMax, usualLength: maxLength };
}

function without(shape: Shape, names: readonly (keyof Shape)[]): Shape {
  const left = new Set<string>(names);
  return Object.fromEntries(Object.entries(shape).filter(([name]) => !left.has(name)));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
