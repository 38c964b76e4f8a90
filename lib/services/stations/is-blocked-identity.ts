import type { ServiceContext } from "../context";

/** Has an operator blocked this identity, which no station has? */
export async function isBlockedIdentity(ctx: ServiceContext, identity: string): Promise<boolean> {
  const refusal = await ctx.db.handshakeRefusal.findUnique({
    where: { identity_reason: { identity, reason: "UnknownIdentity" } },
    select: { blockedAt: true },
  });
  return refusal !== null && refusal.blockedAt !== null;
}
