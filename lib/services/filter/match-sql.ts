import { Prisma } from "@/lib/db/generated/client";
import type { Bound, Range } from "@/lib/domain/filter/range";
import type { Condition, Match } from "@/lib/domain/filter/read-filter";

/** What one match says of one field, in SQL. */
export type FieldSql<Name extends string> = (field: Name, match: Match) => Prisma.Sql;

type Spelling<Name extends string> = {
  readonly field: FieldSql<Name>;
  /** Free words: do they stand in what the list shows? */
  readonly text: (text: string) => Prisma.Sql;
};

/** All conditions together, as one boolean expression. What is turned round also takes rows that tell nothing. */
export function conditionsSql<Name extends string>(
  conditions: readonly Condition<Name>[],
  spelling: Spelling<Name>,
): Prisma.Sql {
  if (conditions.length === 0) return Prisma.sql`TRUE`;
  return Prisma.join(
    conditions.map((condition) => conditionSql(condition, spelling)),
    " AND ",
  );
}

function conditionSql<Name extends string>(condition: Condition<Name>, spelling: Spelling<Name>): Prisma.Sql {
  const said =
    condition.type === "Text"
      ? spelling.text(condition.text)
      : Prisma.join(
          condition.matches.map((match) => Prisma.sql`(${spelling.field(condition.field, match)})`),
          " OR ",
        );
  return condition.isNegated ? Prisma.sql`((${said}) IS NOT TRUE)` : Prisma.sql`(${said})`;
}

const FALSE = Prisma.sql`FALSE`;

/** A text column: the whole text without case, or with `*` for anything. */
export function textSql(column: Prisma.Sql, match: Match): Prisma.Sql {
  if (match.type === "None") return Prisma.sql`${column} IS NULL OR ${column} = ''`;
  if (match.type !== "Text") return FALSE;
  return patternSql(Prisma.sql`lower(${column})`, match.pattern);
}

/** `lowered` is an expression in lower case. */
export function patternSql(lowered: Prisma.Sql, pattern: string): Prisma.Sql {
  if (!pattern.includes("*")) return Prisma.sql`${lowered} = lower(${pattern})`;
  return Prisma.sql`${lowered} LIKE lower(${likePattern(pattern)})`;
}

const likePattern = (pattern: string): string => pattern.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");

/** A column of numbers. */
export function numberSql(column: Prisma.Sql, match: Match): Prisma.Sql {
  if (match.type === "None") return Prisma.sql`${column} IS NULL`;
  return match.type === "Range" ? rangeSql(column, match.range, (value) => Prisma.sql`${value}::float8`) : FALSE;
}

/** A column of instants. */
export function instantSql(column: Prisma.Sql, match: Match): Prisma.Sql {
  if (match.type === "None") return Prisma.sql`${column} IS NULL`;
  if (match.type !== "Range") return FALSE;
  return rangeSql(column, match.range, (value) => Prisma.sql`${isoOf(value)}::timestamptz`);
}

/** What lies before the calendar begins is as good as its first day. */
const isoOf = (epochMs: number): string => new Date(Math.max(0, Math.round(epochMs))).toISOString();

/** A column of versions with its key. */
export function versionSql(column: Prisma.Sql, key: Prisma.Sql, match: Match): Prisma.Sql {
  if (match.type !== "Version") return textSql(column, match);
  // Byte by byte, whatever the database's own order is.
  return rangeSql(Prisma.sql`${key} COLLATE "C"`, match.range, (value) => Prisma.sql`${value}`);
}

function rangeSql<T>(column: Prisma.Sql, { from, to }: Range<T>, spelt: (value: T) => Prisma.Sql): Prisma.Sql {
  const bound = (each: Bound<T> | null, sign: ">" | "<"): Prisma.Sql[] =>
    each === null
      ? []
      : [Prisma.sql`${column} ${Prisma.raw(each.isIncluded ? `${sign}=` : sign)} ${spelt(each.value)}`];
  const bounds = [...bound(from, ">"), ...bound(to, "<")];
  return bounds.length === 0 ? Prisma.sql`${column} IS NOT NULL` : Prisma.join(bounds, " AND ");
}
