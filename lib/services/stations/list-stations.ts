import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import type { StationListItem } from "@/lib/domain/station-view";
import { requirePermission, type ServiceContext } from "../context";
import { livePosition } from "../live-position";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { readLines } from "./read-lines";
import { siteIdSchema } from "./station-fields";
import { stationIncludes, toStationListItem } from "./station-view";
import { NO_STATIONS, wordedStations } from "./worded-stations";

export const listStationsInput = z.object({
  /** Part of the identity, name, serial number, vendor, model or a tag. */
  q: z.string().trim().max(200).optional(),
  status: z.array(z.enum(STATUS_WORDS)).optional(),
  siteId: z.coerce.number<number | string>().pipe(siteIdSchema).optional(),
  ...pageFields,
});

export type StationList = Page<StationListItem> & {
  /** How many there are with these filters. */
  readonly total: number;
  /** How many there are of each status, whatever statuses are asked for. */
  readonly counts: Readonly<Record<StatusWord, number>>;
  readonly position: number;
};

/** The chargers by identity. */
export async function listStations(
  ctx: ServiceContext,
  input: z.input<typeof listStationsInput> = {},
): Promise<StationList> {
  requirePermission(ctx, "read");
  const { q = "", status, siteId = null, cursor, limit } = parseInput(listStationsInput, input);
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string()]))[0];
  const words: readonly StatusWord[] = status === undefined || status.length === 0 ? STATUS_WORDS : status;

  const position = await livePosition(ctx.db);
  const worded = wordedStations({ q, siteId, now: ctx.now() });
  const [counted, found] = await Promise.all([
    ctx.db.$queryRaw<{ word: StatusWord; n: number }[]>`
      SELECT word, count(*)::int AS n FROM (${worded}) w GROUP BY word`,
    ctx.db.$queryRaw<{ id: number }[]>`
      SELECT id FROM (${worded}) w
      WHERE word = ANY(${[...words]}::text[]) ${after === null ? Prisma.empty : Prisma.sql`AND identity > ${after}`}
      ORDER BY identity LIMIT ${limit + 1}`,
  ]);
  const page = await readStations(
    ctx,
    found.map(({ id }) => id),
    limit,
  );

  const counts = toCounts(counted);
  return { ...page, total: words.reduce((sum, word) => sum + counts[word], 0), counts, position };
}

async function readStations(
  ctx: ServiceContext,
  ids: readonly number[],
  limit: number,
): Promise<Page<StationListItem>> {
  const rows = await ctx.db.station.findMany({ where: { id: { in: [...ids] } }, include: stationIncludes });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const inOrder = ids.flatMap((id) => byId.get(id) ?? []);
  const lineOf = await readLines(ctx.db, inOrder, ctx.now());
  return toPage(
    inOrder,
    limit,
    (row) => toStationListItem(row, lineOf(row)),
    (row) => [row.identity],
  );
}

function toCounts(counted: readonly { word: StatusWord; n: number }[]): Record<StatusWord, number> {
  const counts = { ...NO_STATIONS };
  for (const { word, n } of counted) counts[word] = n;
  return counts;
}
