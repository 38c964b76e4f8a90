import { z } from "zod";
import type { AlertDeliveryView } from "@/lib/domain/alerts/alert-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { createdBefore, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { toDeliveryView } from "./delivery-row";

export const listDeliveriesInput = z.object(pageFields);

/** What was sent, or is to be, over a route; the newest first. Throws NotFound. */
export async function listDeliveries(
  ctx: ServiceContext,
  routeId: number,
  input: z.input<typeof listDeliveriesInput> = {},
): Promise<Page<AlertDeliveryView>> {
  requirePermission(ctx, "manage-alert-routes");
  const { limit, cursor } = parseInput(listDeliveriesInput, input);
  if ((await ctx.db.alertRoute.count({ where: { id: routeId } })) === 0) {
    throw new ServiceError("NotFound", `There is no route ${routeId}.`);
  }
  const rows = await ctx.db.alertDelivery.findMany({
    where: { routeId, ...createdBefore(cursor) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(rows, limit, toDeliveryView, (row) => [row.createdAt.toISOString(), row.id]);
}
