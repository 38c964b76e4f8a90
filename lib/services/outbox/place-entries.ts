import type { ServiceContext } from "../context";

/** Entries placed in one call; fewer mean that no more were waiting. */
export const PLACE_MAX = 1_000;

/**
 * Gives committed entries their position, in one order for all readers; one caller at a time (advisory lock).
 * A position taken inside the writing transactions could become visible out of order, and a cursor would skip rows.
 * Returns how many were placed.
 */
export async function placeEntries(ctx: ServiceContext): Promise<number> {
  return ctx.db.$executeRaw`
    WITH todo AS (
      SELECT id FROM outbox WHERE position IS NULL ORDER BY id LIMIT ${PLACE_MAX}
    ), last AS (
      SELECT COALESCE(max(position), 0) AS position FROM outbox
    ), numbered AS (
      SELECT todo.id, last.position + row_number() OVER (ORDER BY todo.id) AS position FROM todo, last
    )
    UPDATE outbox o SET position = n.position FROM numbered n WHERE o.id = n.id`;
}

/** Drops entries nobody will ask for any more; the newest placed one stays, since positions count on from it. */
export async function dropOldEntries(ctx: ServiceContext, keepHours: number): Promise<number> {
  const before = new Date(ctx.now().getTime() - keepHours * 3_600_000).toISOString();
  return ctx.db.$executeRaw`
    DELETE FROM outbox WHERE at < ${before}::timestamptz AND position IS NOT NULL
      AND position < (SELECT max(position) FROM outbox)`;
}
