import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { newRouteSecret } from "./route-fields";

/** Gives a webhook a new secret, told this once; the old one signs nothing from now on. Throws NotFound, Conflict for e-mail. */
export async function rotateRouteSecret(ctx: ServiceContext, id: number): Promise<{ readonly secret: string }> {
  requirePermission(ctx, "manage-alert-routes");
  return inTransaction(ctx, async ({ tx, audit }) => {
    const before = await tx.alertRoute.findUnique({ where: { id } });
    if (before === null) throw new ServiceError("NotFound", `There is no route ${id}.`);
    if (before.channel !== "Webhook") throw new ServiceError("Conflict", "An e-mail has no secret.");
    const secret = newRouteSecret();
    await tx.alertRoute.update({ where: { id }, data: { secret, updatedAt: ctx.now() } });
    await audit("RotateAlertRouteSecret", `alert-route:${id}`);
    return { secret };
  });
}
