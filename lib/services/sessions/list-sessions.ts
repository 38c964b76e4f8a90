import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { SESSION_SORTS } from "@/lib/domain/filter/list-sorts";
import { parseFilter } from "@/lib/domain/filter/parse-filter";
import { type Ignored, readFilter } from "@/lib/domain/filter/read-filter";
import { SESSION_FIELDS } from "@/lib/domain/filter/session-fields";
import { SESSION_PROBLEMS } from "@/lib/domain/session-problem";
import type { SessionListItem } from "@/lib/domain/session-view";
import { tokenKey } from "@/lib/domain/token";
import { requirePermission, type ServiceContext } from "../context";
import { countRows, type Total } from "../filter/count-rows";
import { idsSchema } from "../filter/ids";
import { readCursor, writeCursor } from "../filter/keyset";
import { readSort } from "../filter/sort";
import { instantSchema } from "../instant";
import { livePosition } from "../live-position";
import { type Page, pageFields } from "../page";
import { parseInput } from "../parse-input";
import { siteIdSchema } from "../stations/station-fields";
import { type SessionCondition, type SessionWhere, sessionWhere } from "./session-conditions";
import { findSessions, SESSION_KEYS } from "./session-order";
import { sessionIncludes, toSessionListItem } from "./session-view";

/** What a list of sessions may be narrowed by. */
export const sessionFilterFields = {
  /** In the grammar of the console: `state:ended site:"Nairobi West" energy:>20 started:2026-11`. */
  filter: z.string().max(4_000).optional(),
  phase: z.enum(["live", "ended"]).optional(),
  identity: z.string().min(1).max(255).optional(),
  siteId: z.coerce.number<number | string>().pipe(siteIdSchema).optional(),
  /** The token's uid, in any case. */
  token: z.string().trim().min(1).max(255).optional(),
  /** Only those that wait for a person, never charged, or never end. */
  problem: z.enum(SESSION_PROBLEMS).optional(),
  /** Started at or after. */
  from: instantSchema.optional(),
  /** Started before. */
  to: instantSchema.optional(),
  /** Only these of them. */
  ids: idsSchema.optional(),
};

export const listSessionsInput = z.object({
  ...sessionFilterFields,
  /** A column, with a minus before it for the other way round. */
  sort: z.string().max(50).default("-started"),
  ...pageFields,
});

type Wanted = z.output<z.ZodObject<typeof sessionFilterFields>>;

export type SessionList = Page<SessionListItem> & {
  readonly ignored: readonly Ignored[];
  readonly position: number;
};

/** Charging sessions, newest start first where no other order is asked for. Those without a key come last. */
export async function listSessions(
  ctx: ServiceContext,
  input: z.input<typeof listSessionsInput> = {},
): Promise<SessionList> {
  requirePermission(ctx, "read");
  const { sort: order, cursor, limit, ...wanted } = parseInput(listSessionsInput, input);
  const sort = readSort(order, SESSION_SORTS);
  const after = cursor === undefined ? null : readCursor(cursor, sort, SESSION_KEYS[sort.column].type);
  const asOf = after?.asOf ?? ctx.now();

  const position = await livePosition(ctx.db);
  const { where, ignored } = await narrowSessions(ctx, wanted, asOf);
  const found = await findSessions(ctx.db, { where, sort, after, limit: limit + 1, now: asOf });
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return {
    items: await readSessions(
      ctx,
      shown.map(({ id }) => id),
    ),
    nextCursor: last === undefined ? null : writeCursor(sort, last.key, last.id, asOf),
    ignored,
    position,
  };
}

/** How many sessions the filters let through. */
export async function countSessions(
  ctx: ServiceContext,
  input: z.input<z.ZodObject<typeof sessionFilterFields>> = {},
): Promise<Total> {
  requirePermission(ctx, "read");
  const wanted = parseInput(z.object(sessionFilterFields), input);
  const { where } = await narrowSessions(ctx, wanted, ctx.now());
  return countRows(ctx.db, sessionRows(where));
}

/** All that the filters let through, as parts of a question. */
export const sessionRows = ({ phases, of }: SessionWhere): readonly Prisma.Sql[] =>
  phases.map(
    (phase) =>
      Prisma.sql`SELECT s.id FROM charging_session s WHERE s.phase = ${phase}::"SessionPhase" AND ${of(phase)}`,
  );

/** The filters in SQL. Ages count from `asOf`. */
export async function narrowSessions(
  ctx: ServiceContext,
  wanted: Wanted,
  asOf: Date,
): Promise<{ readonly where: SessionWhere; readonly ignored: readonly Ignored[] }> {
  const { conditions, ignored } = readFilter(parseFilter(wanted.filter ?? ""), SESSION_FIELDS, asOf);
  const where = await sessionWhere(ctx.db, [...conditions, ...ownConditions(wanted)], asOf);
  const narrowed = await exactly(ctx, wanted);
  return {
    where: { phases: where.phases, of: (phase) => Prisma.sql`${where.of(phase)} AND ${narrowed}` },
    ignored,
  };
}

/** The parameters that are older than the grammar, in its terms. */
function ownConditions({ phase, problem }: Wanted): readonly SessionCondition[] {
  const word = (field: "state" | "problem", told: string | undefined): SessionCondition[] =>
    told === undefined ? [] : [{ type: "Field", isNegated: false, field, matches: [{ type: "Word", word: told }] }];
  return [...word("state", phase), ...word("problem", problem)];
}

/** An identity exactly as it is spelt, a token in any case, and the start; without `*`. */
async function exactly(ctx: ServiceContext, { identity, ...wanted }: Wanted): Promise<Prisma.Sql> {
  const station = identity === undefined ? null : await ctx.db.station.findUnique({ where: { identity } });
  const here = identity === undefined ? Prisma.sql`TRUE` : Prisma.sql`s.station_id = ${station?.id ?? 0}`;
  return Prisma.join([here, ...asWritten(wanted)], " AND ");
}

function asWritten({ siteId, token, from, to, ids }: Omit<Wanted, "identity">): readonly Prisma.Sql[] {
  const atSite = Prisma.sql`s.station_id IN (SELECT c.id FROM station c WHERE c.site_id = ${siteId})`;
  return [
    ...(siteId === undefined ? [] : [atSite]),
    ...(token === undefined ? [] : [Prisma.sql`s.token_key = ${tokenKey(token)}`]),
    ...startedWithin(from, to),
    ...(ids === undefined ? [] : [Prisma.sql`s.id = ANY(${[...ids]}::int[])`]),
  ];
}

const startedWithin = (from: string | undefined, to: string | undefined): readonly Prisma.Sql[] => [
  ...(from === undefined ? [] : [Prisma.sql`s.started_at >= ${from}::timestamptz`]),
  ...(to === undefined ? [] : [Prisma.sql`s.started_at < ${to}::timestamptz`]),
];

/** These sessions in this order. */
export async function readSessions(ctx: ServiceContext, ids: readonly number[]): Promise<readonly SessionListItem[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db.chargingSession.findMany({ where: { id: { in: [...ids] } }, include: sessionIncludes });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []).map(toSessionListItem);
}
