import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

/** How many rows a filter lets through. `isCapped`: there are more, and counting them all would take too long. */
export type Total = { readonly count: number | null; readonly isCapped: boolean };

const COUNTING_MS_MAX = 50;
const CAP = 10_000;
/** Several parts may be counted together; each is a SELECT of nothing in particular. */
type Rows = readonly Prisma.Sql[];

/** The exact number where it takes at most 50 ms; else "more than 10,000"; null where even that is not soon found out. */
export async function countRows(db: Database, rows: Rows): Promise<Total> {
  if (rows.length === 0) return { count: 0, isCapped: false };
  const exact = await countWithin(
    db,
    rows.map((each) => Prisma.sql`SELECT count(*) AS n FROM (${each}) each`),
  );
  if (exact !== null) return { count: exact, isCapped: false };
  const upToCap = rows.map((each) => Prisma.sql`SELECT count(*) AS n FROM (${each} LIMIT ${CAP + 1}) each`);
  const some = await countWithin(db, upToCap);
  return some === null || some <= CAP ? { count: some, isCapped: some === null } : { count: CAP, isCapped: true };
}

async function countWithin(db: Database, counts: Rows): Promise<number | null> {
  try {
    const [, told] = await db.$transaction([
      db.$executeRaw`SELECT set_config('statement_timeout', ${String(COUNTING_MS_MAX)}, true)`,
      db.$queryRaw<{ n: number }[]>`SELECT sum(n)::int AS n FROM (${Prisma.join([...counts], " UNION ALL ")}) parts`,
    ]);
    return told[0]?.n ?? 0;
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  }
}

/** query_canceled: PostgreSQL gave up when the time was over. */
const isTimeout = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  /\b57014\b|statement timeout/.test(JSON.stringify(error.meta ?? {}) + error.message);
