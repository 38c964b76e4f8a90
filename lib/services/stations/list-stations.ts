import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { CHARGER_FIELDS } from "@/lib/domain/filter/charger-fields";
import { CHARGER_SORTS, type ChargerSort } from "@/lib/domain/filter/list-sorts";
import { parseFilter } from "@/lib/domain/filter/parse-filter";
import { type Ignored, readFilter } from "@/lib/domain/filter/read-filter";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import type { StationListItem } from "@/lib/domain/station-view";
import { requirePermission, type ServiceContext } from "../context";
import { idsSchema } from "../filter/ids";
import { afterSql, type Key, type KeyType, orderSql, type Position, readCursor, writeCursor } from "../filter/keyset";
import { readSort, type Sort } from "../filter/sort";
import { livePosition } from "../live-position";
import { type Page, pageFields } from "../page";
import { parseInput } from "../parse-input";
import { readLines } from "./read-lines";
import { type ChargerCondition, stationText, stationWhere, statusWhere } from "./station-conditions";
import { siteIdSchema } from "./station-fields";
import { stationIncludes, toStationListItem } from "./station-view";
import { wordedStations } from "./worded-stations";

/** What a list of chargers may be narrowed by. */
export const stationFilterFields = {
  /** Part of the identity, name, serial number, vendor, model or a tag. */
  q: z.string().trim().max(200).optional(),
  /** In the grammar of the console: `status:fault,offline site:"Nairobi West" -tag:test fw:<2.4`. */
  filter: z.string().max(4_000).optional(),
  status: z.array(z.enum(STATUS_WORDS)).optional(),
  siteId: z.coerce.number<number | string>().pipe(siteIdSchema).optional(),
  /** Only these of them, by their keys. */
  ids: idsSchema.optional(),
};

export const listStationsInput = z.object({
  ...stationFilterFields,
  /** A column, with a minus before it for the other way round. */
  sort: z.string().max(50).default("identity"),
  ...pageFields,
});

export type StationList = Page<StationListItem> & {
  /** How many there are with these filters. */
  readonly total: number;
  /** How many there are of each status, whatever statuses are asked for. */
  readonly counts: Readonly<Record<StatusWord, number>>;
  /** What of the filter means nothing, and did not narrow the list. */
  readonly ignored: readonly Ignored[];
  readonly position: number;
};

type Wanted = z.output<z.ZodObject<typeof stationFilterFields>>;

/** The chargers that the filters let through, by identity where no other order is asked for. Those without a key come last. */
export async function listStations(
  ctx: ServiceContext,
  input: z.input<typeof listStationsInput> = {},
): Promise<StationList> {
  requirePermission(ctx, "read");
  const wanted = parseInput(listStationsInput, input);
  const position = await livePosition(ctx.db);
  const asked = await ask(ctx, wanted);
  const [counted, page] = await Promise.all([
    ctx.db.$queryRaw<Counted[]>`
      SELECT word, count(*)::int AS n, count(*) FILTER (WHERE ${asked.ofStatus})::int AS shown
      FROM (${wordedStations({ where: asked.where, now: ctx.now() })}) w GROUP BY word`,
    readPage(ctx, asked),
  ]);
  const total = counted.reduce((sum, { shown: n }) => sum + n, 0);
  return { ...page, total, counts: toCounts(counted), ignored: asked.ignored, position };
}

/** A further page of the same, without counting them all again. */
export async function pageStations(
  ctx: ServiceContext,
  input: z.input<typeof listStationsInput> = {},
): Promise<Page<StationListItem> & { readonly position: number }> {
  requirePermission(ctx, "read");
  const wanted = parseInput(listStationsInput, input);
  const position = await livePosition(ctx.db);
  return { ...(await readPage(ctx, await ask(ctx, wanted))), position };
}

type Asked = NarrowedStations & {
  readonly sort: Sort<ChargerSort>;
  readonly after: Position | null;
  readonly asOf: Date;
  readonly limit: number;
};

async function ask(ctx: ServiceContext, wanted: z.output<typeof listStationsInput>): Promise<Asked> {
  const sort = readSort(wanted.sort, CHARGER_SORTS);
  const after = wanted.cursor === undefined ? null : readCursor(wanted.cursor, sort, SORT_KEYS[sort.column].type);
  const asOf = after?.asOf ?? ctx.now();
  return { ...(await narrowStations(ctx, wanted, asOf)), sort, after, asOf, limit: wanted.limit };
}

async function readPage(ctx: ServiceContext, asked: Asked): Promise<Page<StationListItem>> {
  const { sort, limit } = asked;
  const { type, inner, outer } = SORT_KEYS[sort.column];
  const columns = { key: outer ?? Prisma.sql`w.key`, id: Prisma.sql`w.id`, type };
  const found = await ctx.db.$queryRaw<{ id: number; key: Key }[]>`
    SELECT id, ${columns.key} AS key FROM (${wordedStations({ where: asked.where, key: inner, now: ctx.now() })}) w
    WHERE ${asked.ofStatus} AND ${afterSql(columns, sort, asked.after)}
    ORDER BY ${orderSql(columns, sort)} LIMIT ${limit + 1}`;
  const ids = found.slice(0, limit).map(({ id }) => id);
  const last = found.length > limit ? found[limit - 1] : undefined;
  return {
    items: await readStations(ctx, ids),
    nextCursor: last === undefined ? null : writeCursor(sort, last.key, last.id, asked.asOf),
  };
}

export type NarrowedStations = {
  readonly where: Prisma.Sql;
  /** Over `w.word`. */
  readonly ofStatus: Prisma.Sql;
  readonly ignored: readonly Ignored[];
};

/** The filters in SQL: what can be asked of the row, and what only of its status word. Ages count from `asOf`. */
export async function narrowStations(ctx: ServiceContext, wanted: Wanted, asOf: Date): Promise<NarrowedStations> {
  const { conditions, ignored } = readFilter(parseFilter(wanted.filter ?? ""), CHARGER_FIELDS, asOf);
  const where = await stationWhere(ctx.db, conditions);
  const { q = "", siteId, status = [], ids } = wanted;
  return {
    where: Prisma.join(
      [
        where,
        ...(q === "" ? [] : [stationText(q)]),
        ...(siteId === undefined ? [] : [Prisma.sql`s.site_id = ${siteId}`]),
        ...(ids === undefined ? [] : [Prisma.sql`s.id = ANY(${[...ids]}::int[])`]),
      ],
      " AND ",
    ),
    ofStatus: ofStatus(conditions, status),
    ignored,
  };
}

function ofStatus(conditions: readonly ChargerCondition[], status: readonly StatusWord[]): Prisma.Sql {
  const told = statusWhere(conditions);
  return status.length === 0 ? told : Prisma.sql`${told} AND w.word = ANY(${[...status]}::text[])`;
}

type SortKey = {
  readonly type: KeyType;
  readonly inner: Prisma.Sql;
  /** Where the key is made of the status word. */
  readonly outer?: Prisma.Sql;
};

/** Names are sorted without case; identities as their unique index has them. */
const SORT_KEYS: Readonly<Record<ChargerSort, SortKey>> = {
  identity: { type: "text", inner: Prisma.sql`s.identity` },
  name: { type: "text", inner: Prisma.sql`lower(s.name)` },
  status: {
    type: "int4",
    inner: Prisma.sql`NULL`,
    outer: Prisma.sql`array_position(ARRAY[${Prisma.join([...STATUS_WORDS])}]::text[], w.word)`,
  },
  site: { type: "text", inner: Prisma.sql`lower(site.name)` },
  model: { type: "text", inner: Prisma.sql`NULLIF(lower(concat_ws(' ', s.vendor, s.model)), '')` },
  fw: { type: "text", inner: Prisma.sql`s.firmware_key COLLATE "C"` },
  proto: { type: "text", inner: Prisma.sql`s.ocpp_version` },
  lastSeen: { type: "timestamptz", inner: Prisma.sql`s.last_seen_at` },
  added: { type: "timestamptz", inner: Prisma.sql`s.created_at` },
};

/** These chargers in this order. */
export async function readStations(ctx: ServiceContext, ids: readonly number[]): Promise<readonly StationListItem[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db.station.findMany({ where: { id: { in: [...ids] } }, include: stationIncludes });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const inOrder = ids.flatMap((id) => byId.get(id) ?? []);
  const lineOf = await readLines(ctx.db, inOrder, ctx.now());
  return inOrder.map((row) => toStationListItem(row, lineOf(row)));
}

type Counted = { readonly word: StatusWord; readonly n: number; readonly shown: number };

function toCounts(counted: readonly Counted[]): Record<StatusWord, number> {
  const counts: Record<StatusWord, number> = {
    Offline: 0,
    NeverConnected: 0,
    Fault: 0,
    Updating: 0,
    Charging: 0,
    PausedByCar: 0,
    PausedByCharger: 0,
    Preparing: 0,
    Finishing: 0,
    Occupied: 0,
    Reserved: 0,
    Available: 0,
    OutOfService: 0,
  };
  for (const { word, n } of counted) counts[word] = n;
  return counts;
}
