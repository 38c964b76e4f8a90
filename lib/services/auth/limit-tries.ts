import { randomUUID } from "node:crypto";
import type { ServiceContext } from "@/lib/services/context";

export type TryRule = { readonly triesMax: number; readonly windowSeconds: number };

/**
 * Counts one try of `key` and says whether it is still allowed. The window starts with its first try and does
 * not move, so that a steady stream of tries cannot lock the honest one out for ever. One statement: two
 * processes, or a hundred requests at once, cannot all pass.
 */
export async function limitTries(
  ctx: Pick<ServiceContext, "db" | "now">,
  key: string,
  rule: TryRule,
): Promise<{ readonly isAllowed: boolean; readonly retryAfterSeconds: number }> {
  const now = ctx.now().getTime();
  const windowMs = rule.windowSeconds * 1000;
  const [row] = await ctx.db.$queryRaw<{ count: number; last_request: bigint }[]>`
    INSERT INTO rate_limit (id, key, count, last_request) VALUES (${randomUUID()}, ${key}, 1, ${BigInt(now)})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN rate_limit.last_request <= ${BigInt(now - windowMs)} THEN 1 ELSE rate_limit.count + 1 END,
      last_request = CASE WHEN rate_limit.last_request <= ${BigInt(now - windowMs)} THEN ${BigInt(now)} ELSE rate_limit.last_request END
    RETURNING count, last_request`;
  if (row === undefined) throw new Error("an upsert returned no row");
  if (row.count === 1) await forgetOldTries(ctx, now);
  const retryAfterSeconds = Math.max(1, Math.ceil((Number(row.last_request) + windowMs - now) / 1000));
  return { isAllowed: row.count <= rule.triesMax, retryAfterSeconds };
}

const KEPT_MS = 24 * 60 * 60 * 1000;

async function forgetOldTries(ctx: Pick<ServiceContext, "db">, now: number): Promise<void> {
  await ctx.db.rateLimit.deleteMany({ where: { lastRequest: { lt: BigInt(now - KEPT_MS) } } });
}

/** After a success: the tries before it were the honest one's. */
export async function forgetTries(ctx: Pick<ServiceContext, "db">, key: string): Promise<void> {
  await ctx.db.rateLimit.deleteMany({ where: { key } });
}
