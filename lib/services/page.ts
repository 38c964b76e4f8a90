import { z } from "zod";
import { ServiceError } from "./errors";
import { instantSchema } from "./instant";
import { isStorable } from "./storable";

/** A page of a list; `nextCursor` null = the end. */
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** How many rows to read and after which; every list takes both. */
export const pageFields = {
  limit: z.coerce.number<number | string>().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(1000).optional(),
};

/** `rows` holds up to one row more than asked for, which tells that there is a next page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  keyOf: (row: Row) => readonly (string | number)[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
  return { items: shown.map(toItem), nextCursor };
}

export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key), "utf8").toString("base64url");
}

/** Reads a cursor back; one that was not made by this list is the caller's mistake. */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  const read = schema.safeParse(jsonOrNull(Buffer.from(cursor, "base64url").toString("utf8")));
  if (!read.success || !isStorable(read.data))
    throw new ServiceError("Invalid", "The cursor was not made by this list.", "cursor");
  return read.data;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A cursor over (instant, id). */
export const instantAndId = z.tuple([instantSchema, z.string().regex(/^\d{1,18}$/)]);

const instantAndUuid = z.tuple([instantSchema, z.uuid()]);

/** Rows that come after a cursor over (createdAt, uuid) in a list with the newest first; all of them without one. */
export function createdBefore(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const [at, id] = decodeCursor(cursor, instantAndUuid);
  const createdAt = new Date(at);
  return { createdAt: { lte: createdAt }, OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] };
}
