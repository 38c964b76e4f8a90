import { randomBytes } from "node:crypto";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { secretHash } from "./secret";

const LIVES_SECONDS = 60;

/** A pass for the live channel, good once and for a minute, so that the sign-in cookie never leaves its origin. */
export async function issueLiveTicket(ctx: ServiceContext): Promise<{ readonly ticket: string }> {
  requirePermission(ctx, "read");
  if (ctx.actor.kind !== "operator") throw new ServiceError("Forbidden", "The live channel is for people.");
  const ticket = randomBytes(32).toString("base64url");
  const now = ctx.now();
  await ctx.db.liveTicket.deleteMany({ where: { expiresAt: { lt: now } } });
  await ctx.db.liveTicket.create({
    data: {
      hash: secretHash(ticket),
      operatorId: ctx.actor.id,
      expiresAt: new Date(now.getTime() + LIVES_SECONDS * 1000),
    },
  });
  return { ticket };
}
