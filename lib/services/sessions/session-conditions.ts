import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { Condition, Match } from "@/lib/domain/filter/read-filter";
import type { SessionField } from "@/lib/domain/filter/session-fields";
import { SESSION_PROBLEMS, type SessionProblem } from "@/lib/domain/session-problem";
import { REVIEW_ANOMALIES } from "@/lib/domain/session-review";
import { conditionsSql, instantSql, numberSql, patternSql, textSql } from "../filter/match-sql";
import { stuckSessionIds } from "./stuck-sessions";

export type SessionCondition = Condition<SessionField>;

export const PHASES = ["Active", "Ended"] as const;
export type Phase = (typeof PHASES)[number];

/**
 * What a filter asks of sessions. Running and ended ones are asked apart: their figures stand in different columns,
 * since an index over what each meter value changes would be too dear.
 */
export type SessionWhere = {
  readonly phases: readonly Phase[];
  /** Over `s` (charging_session) of one phase. */
  readonly of: (phase: Phase) => Prisma.Sql;
};

/** What a filter asks of sessions; chargers, sites, groups and problems are looked up first. */
export async function sessionWhere(
  db: Database,
  conditions: readonly SessionCondition[],
  now: Date,
): Promise<SessionWhere> {
  const lookups = await lookUp(db, conditions, now);
  return {
    phases: PHASES.filter((phase) => conditions.every((condition) => mayHold(condition, phase))),
    of: (phase) =>
      conditionsSql(conditions, {
        text: (text) => textOf(lookups, text),
        field: (field, match) => fieldSql(field, match, { lookups, phase, now }),
      }),
  };
}

/** Could a session of this phase be meant? Spares the look at a million ended ones where only live ones are. */
function mayHold(condition: SessionCondition, phase: Phase): boolean {
  if (condition.type === "Text" || condition.field !== "state") return true;
  const words = condition.matches.flatMap((match) => (match.type === "Word" ? [match.word] : []));
  if (condition.isNegated) return !words.includes(phase === "Active" ? "live" : "ended");
  return words.some((word) => (word === "ended") === (phase === "Ended"));
}

type Lookups = {
  /** By what was asked: the ids of stations or sessions, or the keys of tokens. */
  readonly ids: ReadonlyMap<string, readonly number[]>;
  readonly tokens: ReadonlyMap<string, readonly string[]>;
  /** In lower case. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
};

type Found = {
  readonly ids: Map<string, readonly number[]>;
  readonly tokens: Map<string, readonly string[]>;
  readonly reasons: Map<string, readonly string[]>;
};

async function lookUp(db: Database, conditions: readonly SessionCondition[], now: Date): Promise<Lookups> {
  const found: Found = { ids: new Map(), tokens: new Map(), reasons: new Map() };
  for (const condition of conditions) {
    if (condition.type === "Text") {
      found.ids.set(keyOf("text", condition.text), await stationsNamed(db, condition.text));
      continue;
    }
    for (const match of condition.matches) await lookUpMatch(db, found, { field: condition.field, match, now });
  }
  return found;
}

type Asked = { readonly field: SessionField; readonly match: Match; readonly now: Date };

async function lookUpMatch(db: Database, { ids, tokens, reasons }: Found, { field, match, now }: Asked): Promise<void> {
  const key = keyOf(field, match);
  switch (field) {
    case "charger":
      ids.set(key, await stationsWhere(db, textSql(Prisma.sql`s.identity`, match)));
      break;
    case "site":
      ids.set(key, await stationsWhere(db, textSql(Prisma.sql`site.name`, match)));
      break;
    case "group":
      tokens.set(key, await tokensOfGroup(db, match));
      break;
    case "token": {
      const used = await tokensUsed(db, match);
      if (used !== null) tokens.set(key, used);
      break;
    }
    case "reason":
      if (match.type === "Text") reasons.set(key, await reasonsLike(db, match.pattern));
      break;
    case "problem": {
      const problem = problemOf(match);
      if (problem !== null && problem !== "review") ids.set(key, await stuckSessionIds(db, problem, now));
      break;
    }
    case "state":
    case "started":
    case "ended":
    case "energy":
    case "power":
    case "duration":
      break;
  }
}

const keyOf = (field: SessionField | "text", asked: Match | string): string => `${field}:${JSON.stringify(asked)}`;

/** Also of stations that were removed: their sessions stay. */
async function stationsWhere(db: Database, where: Prisma.Sql): Promise<readonly number[]> {
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT s.id FROM station s LEFT JOIN site ON site.id = s.site_id WHERE ${where}`;
  return rows.map(({ id }) => id);
}

const stationsNamed = async (db: Database, text: string): Promise<readonly number[]> =>
  stationsWhere(
    db,
    Prisma.sql`strpos(lower(concat_ws(' ', s.identity, s.name, site.name, array_to_string(s.tags, ' '))), lower(${text})) > 0`,
  );

async function tokensOfGroup(db: Database, match: Match): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT t.uid_key AS key FROM token t WHERE ${textSql(Prisma.sql`t.group_id`, match)}`;
  return rows.map(({ key }) => key);
}

const TOKENS_MAX = 1_000;

/**
 * The cards of all sessions that fit a pattern without a beginning, which no index leads to: read from the index alone,
 * a fifth of what the sessions themselves would take. Null where another way is better, or where there are many: then
 * any sessions that fit are soon met.
 */
async function tokensUsed(db: Database, match: Match): Promise<readonly string[] | null> {
  if (match.type !== "Text" || !match.pattern.startsWith("*")) return null;
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT s.token_key AS key FROM charging_session s
    WHERE ${patternSql(Prisma.sql`s.token_key`, match.pattern)} LIMIT ${TOKENS_MAX + 1}`;
  return rows.length > TOKENS_MAX ? null : rows.map(({ key }) => key);
}

/** The reasons that were ever told and fit: there are few, and the index leads from each to the next. */
async function reasonsLike(db: Database, pattern: string): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ reason: string }[]>`
    WITH RECURSIVE told AS (
      (SELECT lower(end_reason) AS reason FROM charging_session WHERE lower(end_reason) ~>=~ '' ORDER BY lower(end_reason) USING ~<~ LIMIT 1)
      UNION ALL
      SELECT (SELECT lower(end_reason) FROM charging_session WHERE lower(end_reason) ~>~ told.reason
        ORDER BY lower(end_reason) USING ~<~ LIMIT 1)
      FROM told WHERE told.reason IS NOT NULL
    )
    SELECT reason FROM told WHERE ${patternSql(Prisma.sql`reason`, pattern)}`;
  return rows.map(({ reason }) => reason);
}

const SESSION_ID = /^\d{1,9}$/;

/** A charger, a site, the beginning of a card, a session's number or the transaction that the charger calls it. */
function textOf({ ids }: Lookups, text: string): Prisma.Sql {
  const stations = ids.get(keyOf("text", text)) ?? [];
  const id = SESSION_ID.test(text) ? Prisma.sql`OR s.id = ${Number(text)}` : Prisma.empty;
  return Prisma.sql`s.station_id = ANY(${[...stations]}::int[]) OR s.transaction_id = ${text}
    OR ${patternSql(Prisma.sql`s.token_key`, `${text.replaceAll("*", "")}*`)} ${id}`;
}

/** As the index has it. */
const REASON = Prisma.sql`lower(s.end_reason)`;

type Facts = { readonly lookups: Lookups; readonly phase: Phase; readonly now: Date };

function fieldSql(field: SessionField, match: Match, { lookups, phase, now }: Facts): Prisma.Sql {
  const figures = FIGURES[phase];
  switch (field) {
    case "state":
      return stateSql(match);
    case "problem":
      return problemSql(match, lookups);
    case "charger":
    case "site":
      return Prisma.sql`s.station_id = ANY(${[...(lookups.ids.get(keyOf(field, match)) ?? [])]}::int[])`;
    case "token": {
      if (match.type === "None") return Prisma.sql`s.token_key IS NULL`;
      const used = lookups.tokens.get(keyOf(field, match));
      if (used !== undefined) return Prisma.sql`s.token_key = ANY(${[...used]}::text[])`;
      return match.type === "Text" ? patternSql(Prisma.sql`s.token_key`, match.pattern) : Prisma.sql`FALSE`;
    }
    case "group":
      return Prisma.sql`s.token_key = ANY(${[...(lookups.tokens.get(keyOf(field, match)) ?? [])]}::text[])`;
    case "started":
      return instantSql(Prisma.sql`s.started_at`, match);
    case "ended":
      return instantSql(Prisma.sql`s.ended_at`, match);
    case "energy":
      return numberSql(figures.energy, match);
    case "power":
      return numberSql(figures.power, match);
    case "duration":
      return numberSql(durationSql(phase, now), match);
    case "reason":
      if (match.type === "None") return Prisma.sql`${REASON} IS NULL OR ${REASON} = ''`;
      return Prisma.sql`${REASON} = ANY(${[...(lookups.reasons.get(keyOf(field, match)) ?? [])]}::text[])`;
  }
}

/** Where the figures of a session stand while it runs, and once it has ended; then it draws nothing. */
export const FIGURES: Readonly<Record<Phase, { readonly energy: Prisma.Sql; readonly power: Prisma.Sql }>> = {
  Active: { energy: Prisma.sql`s.energy_wh`, power: Prisma.sql`s.power_w` },
  Ended: { energy: Prisma.sql`s.ended_energy_wh`, power: Prisma.sql`NULL::float8` },
};

/** Milliseconds; a session that runs takes until `now`. */
export const durationSql = (phase: Phase, now: Date): Prisma.Sql =>
  phase === "Ended"
    ? Prisma.sql`s.duration_ms`
    : Prisma.sql`(EXTRACT(EPOCH FROM (${now.toISOString()}::timestamptz - s.started_at))::float8 * 1000)`;

/** As `sessionWord` says. */
function stateSql(match: Match): Prisma.Sql {
  const word = match.type === "Word" ? match.word : "";
  if (word === "live") return Prisma.sql`s.phase = 'Active'`;
  if (word === "ended") return Prisma.sql`s.phase = 'Ended'`;
  return Prisma.sql`s.phase = 'Active' AND ${word} = CASE s.charging_state
    WHEN 'Charging' THEN 'charging' WHEN 'SuspendedEV' THEN 'paused-by-car' WHEN 'SuspendedEVSE' THEN 'paused-by-charger'
    WHEN 'Preparing' THEN 'preparing' WHEN 'Finishing' THEN 'finishing'
    ELSE CASE WHEN s.power_w > 0 THEN 'charging' ELSE 'occupied' END END`;
}

const problemOf = (match: Match): SessionProblem | null =>
  SESSION_PROBLEMS.find((problem) => match.type === "Word" && match.word === problem) ?? null;

function problemSql(match: Match, { ids }: Lookups): Prisma.Sql {
  if (problemOf(match) !== "review")
    return Prisma.sql`s.id = ANY(${[...(ids.get(keyOf("problem", match)) ?? [])]}::int[])`;
  // As `reviewReasons` says, and word for word as the index of those that wait.
  return Prisma.sql`s.phase = 'Ended' AND s.resolution IS NULL
    AND (s.ended_energy_wh IS NULL OR s.anomalies && ${REVIEWED})`;
}

const REVIEWED = Prisma.raw(`ARRAY[${REVIEW_ANOMALIES.map((name) => `'${name}'`).join(", ")}]::text[]`);
