/** The pieces that a message's line is made of. A piece that is not there is null and left out. */
import { isJsonObject, type JsonObject, type JsonValue } from "../json";

export type Words = readonly (string | null)[];
export type Teller = (payload: JsonObject) => Words;

export const joined = (words: Words): string => words.filter((word) => word !== null && word !== "").join(" ");

/** A text or a number as it stands. */
export function text(payload: JsonObject, field: string): string | null {
  const value = payload[field];
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

export function inner(payload: JsonObject, field: string): JsonObject {
  const value = payload[field];
  return isJsonObject(value) ? value : {};
}

export function items(payload: JsonObject, field: string): readonly JsonValue[] {
  const value: JsonValue | undefined = payload[field];
  return Array.isArray(value) ? value : [];
}

export const objects = (payload: JsonObject, field: string): readonly JsonObject[] =>
  items(payload, field).filter((item) => isJsonObject(item));

/** `c1`, `evse 1`, `evse 1 c2`; `station` for the whole of it. */
export function place(payload: JsonObject): string | null {
  const evse = inner(payload, "evse");
  const evseId = text(payload, "evseId") ?? text(evse, "id");
  const connector = text(payload, "connectorId") ?? text(evse, "connectorId");
  if (evseId === "0" || (evseId === null && connector === "0")) return "station";
  const parts = [evseId === null ? null : `evse ${evseId}`, connector === null ? null : `c${connector}`];
  return parts.every((part) => part === null) ? null : joined(parts);
}

export const number = (payload: JsonObject, field: string): string | null => prefixed("#", text(payload, field));

export const prefixed = (prefix: string, word: string | null): string | null =>
  word === null || word === "" ? null : `${prefix}${word}`;

export const suffixed = (word: string | null, suffix: string): string | null => (word === null ? null : word + suffix);

/** `tx 88121`; a long id of 2.x is shown by its first characters. */
export function transaction(ref: string | null): string | null {
  if (ref === null) return null;
  return `tx ${ref.length > 12 ? `${ref.slice(0, 8)}…` : ref}`;
}

/** A card: 1.6 tells a text, 2.x an object. */
export const token = (payload: JsonObject): string | null =>
  text(payload, "idTag") ?? text(inner(payload, "idToken"), "idToken");

/** `Component.Variable` of a 2.x item. */
export function variable(item: JsonObject): string | null {
  const component = text(inner(item, "component"), "name");
  const name = text(inner(item, "variable"), "name");
  return component === null || name === null ? name : `${component}.${name}`;
}

/** The first, and how many more there are. */
export function firstOf(words: readonly (string | null)[]): string | null {
  const [first = null, ...rest] = words;
  if (first === null) return null;
  return rest.length === 0 ? first : `${first} +${rest.length}`;
}

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
