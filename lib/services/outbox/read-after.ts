import type { DomainEvent } from "@/lib/domain/domain-event";
import type { ServiceContext } from "../context";

export type PlacedEvent = { readonly position: number; readonly event: DomainEvent };

/** What was placed after a position, in order, at most `max` entries. */
export async function readAfter(ctx: ServiceContext, position: number, max: number): Promise<readonly PlacedEvent[]> {
  // Safe: events are written by `announce` and the gateway's verbs alone, from DomainEvent values.
  const rows = await ctx.db.$queryRaw<{ position: bigint; event: DomainEvent }[]>`
    SELECT position, event FROM outbox WHERE position > ${position} ORDER BY position LIMIT ${max}`;
  return rows.map((row) => ({ position: Number(row.position), event: row.event }));
}

/** The newest position; 0 before the first event. */
export async function newestPosition(ctx: ServiceContext): Promise<number> {
  const [row] = await ctx.db.$queryRaw<{ position: bigint | null }[]>`SELECT max(position) AS position FROM outbox`;
  return Number(row?.position ?? 0);
}
