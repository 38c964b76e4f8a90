import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { ServiceError } from "../errors";
import { instantSchema } from "../instant";
import { decodeCursor, encodeCursor } from "../page";
import { formatSort, type Sort } from "./sort";

/** What a list is sorted by, as the database has it. */
export type KeyType = "text" | "int4" | "float8" | "timestamptz";

/** A sort key as it is read from a row. */
export type Key = string | number | Date | null;

export type Position = {
  readonly key: string | number | null;
  readonly id: number;
  /** When the first page was read: ages count from then on all pages. */
  readonly asOf: Date;
};

const idSchema = z.int().min(1).max(2_147_483_647);
const KEYS: Readonly<Record<KeyType, z.ZodType<string | number | null>>> = {
  text: z.string().nullable(),
  int4: z.int().min(-2_147_483_648).max(2_147_483_647).nullable(),
  float8: z.number().nullable(),
  timestamptz: instantSchema.nullable(),
};

/** Opaque to everybody else: how the list is sorted, where its last row stands there, and when reading began. */
export function writeCursor(sort: Sort<string>, key: Key, id: number, asOf: Date): string {
  const told = key instanceof Date ? key.toISOString() : key;
  return encodeCursor([formatSort(sort), asOf.toISOString(), id, ...(told === null ? [] : [told])]);
}

/** Throws Invalid where the cursor is not of this list in this order. */
export function readCursor(cursor: string, sort: Sort<string>, type: KeyType): Position {
  const schema = z.tuple([z.string(), instantSchema, idSchema], z.union([z.string(), z.number()]));
  const [order, asOf, id, ...rest] = decodeCursor(cursor, schema);
  const key = KEYS[type].safeParse(rest[0] ?? null);
  if (order !== formatSort(sort) || rest.length > 1 || !key.success) {
    throw new ServiceError("Invalid", "The cursor was not made by this list in this order.", "cursor");
  }
  return { key: key.data, id, asOf: new Date(asOf) };
}

type Columns = { readonly key: Prisma.Sql; readonly id: Prisma.Sql; readonly type: KeyType };

/** `ORDER BY`: rows without a key come last, whichever way the list is sorted. */
export function orderSql({ key, id }: Columns, { isDescending }: Sort<string>): Prisma.Sql {
  const way = Prisma.raw(isDescending ? "DESC" : "ASC");
  return Prisma.sql`${key} IS NULL, ${key} ${way}, ${id} ${way}`;
}

/** What comes after a position in that order. */
export function afterSql(columns: Columns, { isDescending }: Sort<string>, after: Position | null): Prisma.Sql {
  if (after === null) return Prisma.sql`TRUE`;
  const { key, id } = columns;
  const beyond = Prisma.raw(isDescending ? "<" : ">");
  if (after.key === null) return Prisma.sql`(${key} IS NULL AND ${id} ${beyond} ${after.id})`;
  const told = keySql(columns.type, after.key);
  return Prisma.sql`(${key} IS NULL OR (${key}, ${id}) ${beyond} (${told}, ${after.id}))`;
}

export const keySql = (type: KeyType, key: string | number): Prisma.Sql => Prisma.sql`${key}::${Prisma.raw(type)}`;
