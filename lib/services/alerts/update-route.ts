import { z } from "zod";
import type { AlertRouteView } from "@/lib/domain/alerts/alert-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { checkTarget, routeFields, takenRouteName } from "./route-fields";
import { routeChannel, routeIncludes, toRouteView } from "./route-row";

/** What is left out stays as it is. */
export const updateRouteInput = z.strictObject(routeFields).partial();

/** Changes whom alerts are told to. What waits for a route that is turned off is not told any more. Safe to repeat. */
export async function updateRoute(
  ctx: ServiceContext,
  id: number,
  input: z.input<typeof updateRouteInput>,
): Promise<AlertRouteView> {
  requirePermission(ctx, "manage-alert-routes");
  const given = parseInput(updateRouteInput, input);
  return inTransaction(ctx, async ({ tx, audit }) => {
    const before = await tx.alertRoute.findUnique({ where: { id } });
    if (before === null) throw new ServiceError("NotFound", `There is no route ${id}.`);
    const target =
      given.target === undefined ? {} : { target: checkTarget(routeChannel(before.channel), given.target) };
    const change = Object.fromEntries(
      Object.entries({ ...given, ...target }).filter(([, value]) => value !== undefined),
    );
    if (given.isOn === false) {
      await tx.alertDelivery.updateMany({
        where: { routeId: id, state: "Pending" },
        data: { state: "Failed", settledAt: ctx.now(), error: "the route was turned off" },
      });
    }
    const row = await tx.alertRoute
      .update({ where: { id }, data: { ...change, updatedAt: ctx.now() }, include: routeIncludes })
      .catch(takenRouteName(given.name ?? before.name));
    await audit("UpdateAlertRoute", `alert-route:${id}`, change);
    return toRouteView(row);
  });
}
