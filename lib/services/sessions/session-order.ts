import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { SessionSort } from "@/lib/domain/filter/list-sorts";
import { type Key, type KeyType, keySql, type Position } from "../filter/keyset";
import type { Sort } from "../filter/sort";
import { durationSql, FIGURES, type Phase, type SessionWhere } from "./session-conditions";

type SortKey = {
  readonly type: KeyType;
  readonly of: (phase: Phase, now: Date) => Prisma.Sql;
  readonly join?: Prisma.Sql;
  /** Every session has one. */
  readonly isNeverNull?: true;
};

const STATION = Prisma.sql`JOIN station st ON st.id = s.station_id`;

/** What sessions can be sorted by; each with an index that leads there, or few rows to sort. */
export const SESSION_KEYS: Readonly<Record<SessionSort, SortKey>> = {
  started: { type: "timestamptz", of: () => Prisma.sql`s.started_at`, isNeverNull: true },
  ended: { type: "timestamptz", of: () => Prisma.sql`s.ended_at` },
  id: { type: "int4", of: () => Prisma.sql`s.id`, isNeverNull: true },
  charger: { type: "text", of: () => Prisma.sql`st.identity`, join: STATION, isNeverNull: true },
  site: {
    type: "text",
    of: () => Prisma.sql`site.name`,
    join: Prisma.sql`${STATION} LEFT JOIN site ON site.id = st.site_id`,
  },
  power: { type: "float8", of: (phase) => FIGURES[phase].power },
  energy: { type: "float8", of: (phase) => FIGURES[phase].energy },
  duration: { type: "float8", of: durationSql },
  token: { type: "text", of: () => Prisma.sql`s.token_key` },
};

export type FoundSession = { readonly id: number; readonly key: Key };

type Asked = {
  readonly where: SessionWhere;
  readonly sort: Sort<SessionSort>;
  readonly after: Position | null;
  readonly limit: number;
  readonly now: Date;
};

/**
 * The ids of a page, in order; those without a key come last. Rows with a key and rows without one are asked apart, and
 * so are running and ended ones: each question then has an index that gives the answer already sorted, or few rows.
 */
export async function findSessions(db: Database, asked: Asked): Promise<readonly FoundSession[]> {
  const { sort, after, limit } = asked;
  const withKey = after !== null && after.key === null ? [] : await findPart(db, asked, true);
  if (withKey.length === limit || SESSION_KEYS[sort.column].isNeverNull === true) return withKey;
  const rest = { ...asked, after: after?.key === null ? after : null, limit: limit - withKey.length };
  return [...withKey, ...(await findPart(db, rest, false))];
}

async function findPart(db: Database, asked: Asked, hasKey: boolean): Promise<readonly FoundSession[]> {
  const { where, sort, limit } = asked;
  if (where.phases.length === 0) return [];
  const parts = await Promise.all(
    where.phases.map(async (phase) => {
      const rows = rowsSql(asked, phase, hasKey);
      return (await isCheap(db, phase, rows)) ? sortedAfter(asked, rows) : sortedMeanwhile(asked, rows, phase, hasKey);
    }),
  );
  const way = wayOf(sort);
  return db.$queryRaw<FoundSession[]>`SELECT id, key FROM (${Prisma.join(parts, " UNION ALL ")}) found
    ORDER BY key ${way}, id ${way} LIMIT ${limit}`;
}

/** About ten thousand rows by an index, in PostgreSQL's units of cost. */
const CHEAP = 10_000;

/**
 * Can all that the filter lets through be read and then sorted? Left to itself, PostgreSQL may walk along the index of
 * the sort key in the hope of meeting them soon, which is wrong by a thousand times where filter and key go together:
 * short sessions took little energy. Of running sessions there are never many.
 */
async function isCheap(db: Database, phase: Phase, rows: Prisma.Sql): Promise<boolean> {
  if (phase === "Active") return true;
  const told = await db.$queryRaw<Explained[]>`EXPLAIN (FORMAT JSON) ${rows}`;
  const cost = told[0]?.["QUERY PLAN"][0]?.Plan["Total Cost"];
  return cost !== undefined && cost <= CHEAP;
}

type Explained = { readonly "QUERY PLAN": readonly { readonly Plan: { readonly "Total Cost": number } }[] };

const wayOf = ({ isDescending }: Sort<SessionSort>): Prisma.Sql => Prisma.raw(isDescending ? "DESC" : "ASC");

/** All first, then the order: OFFSET 0 keeps the two apart. */
function sortedAfter({ sort, limit }: Asked, rows: Prisma.Sql): Prisma.Sql {
  const way = wayOf(sort);
  return Prisma.sql`(SELECT id, key FROM (${rows} OFFSET 0) few ORDER BY key ${way}, id ${way} LIMIT ${limit})`;
}

/** As an index of the key gives them. */
function sortedMeanwhile({ sort, limit, now }: Asked, rows: Prisma.Sql, phase: Phase, hasKey: boolean): Prisma.Sql {
  const way = wayOf(sort);
  const key = SESSION_KEYS[sort.column].of(phase, now);
  const order = hasKey ? Prisma.sql`${key} ${way}, s.id ${way}` : Prisma.sql`s.id ${way}`;
  return Prisma.sql`(${rows} ORDER BY ${order} LIMIT ${limit})`;
}

function rowsSql({ where, sort, after, now }: Asked, phase: Phase, hasKey: boolean): Prisma.Sql {
  const { of, type, join = Prisma.empty } = SESSION_KEYS[sort.column];
  const key = of(phase, now);
  const beyond = Prisma.raw(sort.isDescending ? "<" : ">");
  return Prisma.sql`SELECT s.id, ${key} AS key FROM charging_session s ${join}
    WHERE s.phase = ${phase}::"SessionPhase" AND ${key} ${Prisma.raw(hasKey ? "IS NOT NULL" : "IS NULL")}
      AND ${beyondSql(key, type, after, beyond)} AND ${where.of(phase)}`;
}

function beyondSql(key: Prisma.Sql, type: KeyType, after: Position | null, beyond: Prisma.Sql): Prisma.Sql {
  if (after === null) return Prisma.sql`TRUE`;
  if (after.key === null) return Prisma.sql`s.id ${beyond} ${after.id}`;
  const told = keySql(type, after.key);
  // The first half is what an index over the key alone can use.
  return Prisma.sql`${key} ${beyond}= ${told} AND (${key}, s.id) ${beyond} (${told}, ${after.id})`;
}
