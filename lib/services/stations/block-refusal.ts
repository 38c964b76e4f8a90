import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { updateStation } from "./update-station";

type Decision = { readonly id: number; readonly blocked: boolean };

/**
 * Blocks who was refused, or lets it try again. A known station is blocked as such. An unknown identity is answered
 * 403 from now on and told of no more. An address alone cannot be blocked here: that is a firewall's work.
 * Safe to repeat.
 */
export async function blockRefusal(ctx: ServiceContext, { id, blocked }: Decision): Promise<void> {
  requirePermission(ctx, "manage-stations");
  const refusal = await ctx.db.handshakeRefusal.findUnique({ where: { id } });
  if (refusal === null) throw new ServiceError("NotFound", "This entry is no longer there.");
  const { identity } = refusal;
  if (identity === null) {
    throw new ServiceError("Invalid", "It told no identity, and an address cannot be blocked here.");
  }
  const station = await ctx.db.station.findUnique({ where: { identity }, select: { isBlocked: true } });
  if (station === null) return blockUnknown(ctx, { id, blocked }, identity);
  if (station.isBlocked !== blocked) await updateStation(ctx, identity, { blocked });
}

async function blockUnknown(ctx: ServiceContext, { id, blocked }: Decision, identity: string): Promise<void> {
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const { count } = await tx.handshakeRefusal.updateMany({
      where: { id, blockedAt: blocked ? null : { not: null } },
      data: { blockedAt: blocked ? ctx.now() : null, dismissedAt: null },
    });
    if (count === 0) return;
    await announce({ type: "StationListed", identity });
    await audit(blocked ? "BlockIdentity" : "UnblockIdentity", `station:${identity}`);
  });
}
