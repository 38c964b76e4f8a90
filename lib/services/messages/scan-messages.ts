import { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { indexedConditions, type MessageQuery, scannedConditions } from "./message-query";
import { type MessageLogRow, rowColumns } from "./message-rows";

/** The place of a row in the log: everything after it is older. */
export type LogPlace = { readonly at: Date; readonly id: bigint };

export type ScanOptions = {
  /** Older than this; null = from the newest on. */
  readonly after: LogPlace | null;
  readonly limit: number;
  readonly payloadBytesMax: number;
};

export type Scanned = {
  readonly rows: readonly MessageLogRow[];
  /** Where to go on; null = the whole time was looked through. */
  readonly next: LogPlace | null;
  /** How many rows were looked at, where the search stopped before the end of the time; null = it did not. */
  readonly searched: number | null;
};

/**
 * Rows that one look goes through at most: a third of a second for what is compared as it stands (2.5 µs a row),
 * and the same for text in any case (3.5 µs, and payloads to be fetched). Measured on 1,000,000 rows.
 */
const COMPARED_MAX = 200_000;
const SEARCHED_MAX = 50_000;

/** One look into the log, newest first. Stops after so many matches, or so many rows looked at. */
export async function scanMessages(
  db: Pick<Tx, "$queryRaw">,
  query: MessageQuery,
  { after, limit, payloadBytesMax }: ScanOptions,
): Promise<Scanned> {
  const found = Prisma.sql`${indexedConditions(query)} AND ${olderThan(after)}`;
  const scanned = scannedConditions(query);
  const rowsMax = query.filter.text === null ? COMPARED_MAX : SEARCHED_MAX;
  const source =
    scanned === null
      ? Prisma.sql`message_log WHERE ${found}`
      : Prisma.sql`(
          SELECT * FROM message_log WHERE ${found} ORDER BY at DESC, id DESC LIMIT ${rowsMax}
        ) newest WHERE ${scanned}`;
  const rows = await db.$queryRaw<MessageLogRow[]>`
    SELECT ${rowColumns(payloadBytesMax)} FROM ${source} ORDER BY at DESC, id DESC LIMIT ${limit + 1}`;
  const last = rows[limit - 1];
  if (rows.length > limit && last !== undefined) {
    return { rows: rows.slice(0, limit), next: { at: last.at, id: last.id }, searched: null };
  }
  const end = scanned === null ? null : await placeAfter(db, found, rowsMax);
  return { rows, next: end, searched: end === null ? null : rowsMax };
}

/** Where so many rows end; null where there are fewer. */
async function placeAfter(db: Pick<Tx, "$queryRaw">, found: Prisma.Sql, rows: number): Promise<LogPlace | null> {
  const [end] = await db.$queryRaw<LogPlace[]>`
    SELECT at, id FROM message_log WHERE ${found} ORDER BY at DESC, id DESC OFFSET ${rows - 1} LIMIT 1`;
  return end ?? null;
}

/** The first condition is for the partitions, the second for the row. */
function olderThan(place: LogPlace | null): Prisma.Sql {
  return place === null ? Prisma.sql`true` : Prisma.sql`at <= ${place.at} AND (at, id) < (${place.at}, ${place.id})`;
}
