/** Valid payloads of every action of a version, made from its official schemas: the ground that mutations start from. */
import * as schemas16 from "typed-ocpp/dist/ocpp16/schemas.js";
import * as schemas20 from "typed-ocpp/dist/ocpp20/schemas.js";
import { between, oneOf, type Random } from "../../../simulator/random";
import type { Version } from "../raw-station";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly [string, ...string[]];
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
};

const SCHEMAS: Readonly<Record<Version, Readonly<Record<string, Schema>>>> = {
  "1.6": schemas16 as unknown as Readonly<Record<string, Schema>>,
  "2.0.1": schemas20 as unknown as Readonly<Record<string, Schema>>,
};

/** Every action of the version, whoever may send it. */
export const actionsOf = (version: Version): readonly string[] =>
  Object.keys(SCHEMAS[version])
    .filter((name) => name.endsWith("Request"))
    .map((name) => name.slice(0, -"Request".length));

/** Every field and item of a payload is valid; which optional ones there are is up to chance. */
export function validPayload(version: Version, name: string, random: Random): Json {
  const schema = SCHEMAS[version][name];
  if (schema === undefined) throw new Error(`no schema ${name}`);
  return valueOf({ random, definitions: schema.definitions ?? {} }, schema, name);
}

type Making = { readonly random: Random; readonly definitions: Readonly<Record<string, Schema>> };

function valueOf(making: Making, schema: Schema, name: string): Json {
  const { random, definitions } = making;
  if (schema.$ref !== undefined) {
    return valueOf(making, definitions[schema.$ref.slice("#/definitions/".length)] ?? {}, name);
  }
  switch (schema.type) {
    case "object":
      return objectOf(making, schema);
    case "array": {
      const { minItems = 0, maxItems = 3, items = {} } = schema;
      const length = Math.min(maxItems, Math.max(minItems, Math.floor(between(random, 1, 3))));
      return Array.from({ length }, () => valueOf(making, items, name));
    }
    case "integer":
      return Math.floor(numberOf(random, schema));
    case "number":
      return Math.round(numberOf(random, schema) * 10) / 10;
    case "boolean":
      return random() < 0.5;
    case "string":
      return textOf(random, schema, name);
    case undefined:
    default:
      return oneOf<Json>(random, ["free", 7, { of: ["everything"] }]);
  }
}

function objectOf(making: Making, { properties = {}, required = [] }: Schema): Json {
  const fields = Object.entries(properties).filter(([name]) => required.includes(name) || making.random() < 0.4);
  return Object.fromEntries(fields.map(([name, schema]) => [name, valueOf(making, schema, name)]));
}

/** Small numbers, so that ids and addresses meet others of their kind now and then. */
function numberOf(random: Random, { minimum = 0, maximum = 1e9 }: Schema): number {
  return between(random, minimum, Math.min(maximum, minimum + (random() < 0.8 ? 4 : 50_000)));
}

/** Few of each, so that frames speak of the same things. */
const NAMED: Readonly<Record<string, readonly [string, ...string[]]>> = {
  idTag: ["FUZZ-CARD", "FUZZ-BLOCKED", "NOBODY"],
  idToken: ["FUZZ-CARD", "FUZZ-BLOCKED", "NOBODY"],
  transactionId: ["T-1", "T-2", "T-3"],
  value: ["0", "12.5", "4711", "-3", "1e3"],
};

function textOf(random: Random, schema: Schema, name: string): string {
  if (schema.enum !== undefined) return oneOf(random, schema.enum);
  if (schema.format === "date-time") return new Date(Date.now() - between(random, 0, 3_600_000)).toISOString();
  if (schema.format === "uri") return "https://example.org/firmware.bin";
  const { maxLength = 40 } = schema;
  const named = NAMED[name];
  const text = named === undefined ? `${name} ${Math.floor(between(random, 0, 10))}` : oneOf(random, named);
  return text.slice(0, maxLength);
}
