import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";

/** Takes a refused handshake out of the inbox; it stays refused. Safe to repeat. */
export async function dismissRefusal(ctx: ServiceContext, input: { readonly id: number }): Promise<void> {
  requirePermission(ctx, "manage-stations");
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const refusal = await tx.handshakeRefusal.findUnique({ where: { id: input.id } });
    if (refusal === null) throw new ServiceError("NotFound", "This entry is no longer in the inbox.");
    if (refusal.dismissedAt !== null) return;
    await tx.handshakeRefusal.update({ where: { id: refusal.id }, data: { dismissedAt: ctx.now() } });
    const { identity, source, reason, count } = refusal;
    if (identity !== null) await announce({ type: "StationListed", identity });
    await audit("DismissRefusal", identity === null ? `address:${source}` : `station:${identity}`, { reason, count });
  });
}
