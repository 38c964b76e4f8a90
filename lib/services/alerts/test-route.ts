import { randomUUID } from "node:crypto";
import type { AlertMessage } from "@/lib/domain/alerts/alert-message";
import type { AlertDeliveryView } from "@/lib/domain/alerts/alert-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { toDeliveryView } from "./delivery-row";

/** Has a test message sent, on a route that is off as well. What became of it is read from the route's deliveries. Throws NotFound. */
export async function testRoute(ctx: ServiceContext, id: number): Promise<AlertDeliveryView> {
  requirePermission(ctx, "manage-alert-routes");
  return inTransaction(ctx, async ({ tx, audit }) => {
    if ((await tx.alertRoute.count({ where: { id } })) === 0) {
      throw new ServiceError("NotFound", `There is no route ${id}.`);
    }
    const now = ctx.now();
    const payload = { event: "Test", at: now.toISOString(), alert: null } satisfies AlertMessage;
    const row = await tx.alertDelivery.create({
      data: { id: randomUUID(), routeId: id, event: "Test", payload, createdAt: now, dueAt: now },
    });
    await audit("TestAlertRoute", `alert-route:${id}`);
    return toDeliveryView(row);
  });
}
