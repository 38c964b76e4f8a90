/**
 * One engine among all gateways. Who holds the advisory lock takes the lead by raising the epoch, and each of its
 * transactions holds that epoch: a leader that slept past the loss of its lock finds a higher one, and writes nothing.
 */
import type { ServiceContext, Tx } from "../context";

/** Advisory lock of the one engine that runs the campaigns, among all gateways. */
export const ROLLOUT_LOCK = 7_224_002;

/** A leader that hangs within a transaction is cut off by the database, so that the next one can take over. */
const IDLE_MS_MAX = 15_000;

/** Takes the lead: from this commit on nothing counts that an earlier leader writes. Only who holds the lock calls it. */
export async function takeLead(ctx: ServiceContext, holder: string): Promise<number> {
  const [taken] = await ctx.db.$queryRaw<{ epoch: number }[]>`
    UPDATE rollout_engine SET epoch = epoch + 1, holder = ${holder}, beat_at = ${ctx.now().toISOString()}::timestamptz
    WHERE id = 1 RETURNING epoch`;
  if (taken === undefined) throw new Error("the row of the rollout engine is gone");
  return taken.epoch;
}

/** Says that the engine is alive. `clockMs`: how far our clock is ahead of the database's. Null: the lead is lost. */
export async function beat(ctx: ServiceContext, epoch: number): Promise<{ readonly clockMs: number } | null> {
  const now = ctx.now();
  const [row] = await ctx.db.$queryRaw<{ at: Date }[]>`
    UPDATE rollout_engine SET beat_at = ${now.toISOString()}::timestamptz WHERE id = 1 AND epoch = ${epoch}
    RETURNING clock_timestamp() AS at`;
  return row === undefined ? null : { clockMs: now.getTime() - row.at.getTime() };
}

/** Holds the lead until the transaction ends. False: it is another's, and nothing may be written. */
export async function holdLead(tx: Tx, epoch: number): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT set_config('idle_in_transaction_session_timeout', ${String(IDLE_MS_MAX)}, true)
    FROM rollout_engine WHERE id = 1 AND epoch = ${epoch} FOR SHARE`;
  return held.length === 1;
}
