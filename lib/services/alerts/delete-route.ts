import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";

/** Tells nothing there any more; its messages are forgotten with it. Throws NotFound. */
export async function deleteRoute(ctx: ServiceContext, id: number): Promise<void> {
  requirePermission(ctx, "manage-alert-routes");
  await inTransaction(ctx, async ({ tx, audit }) => {
    const before = await tx.alertRoute.findUnique({ where: { id } });
    if (before === null) throw new ServiceError("NotFound", `There is no route ${id}.`);
    await tx.alertRoute.delete({ where: { id } });
    await audit("DeleteAlertRoute", `alert-route:${id}`, { name: before.name, channel: before.channel });
  });
}
