import type { ServiceContext } from "../context";

/** A client that repeats a request does so within this time. */
const KEPT_HOURS = 24;

/** Forgets the answers kept for repeated requests. Safe to repeat. */
export async function forgetIdempotentRequests(ctx: ServiceContext): Promise<void> {
  const before = new Date(ctx.now().getTime() - KEPT_HOURS * 3_600_000);
  await ctx.db.idempotentRequest.deleteMany({ where: { createdAt: { lt: before } } });
}
