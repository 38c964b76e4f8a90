import type { Database } from "@/lib/db/client";

/**
 * The outbox position a snapshot read *after* this call is at least true at. Read it first:
 * an event folded twice does no harm, a missed one does.
 */
export async function livePosition(db: Database): Promise<number> {
  const { _max } = await db.outboxEntry.aggregate({ _max: { position: true } });
  return Number(_max.position ?? 0);
}
