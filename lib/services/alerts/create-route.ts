import { z } from "zod";
import type { AlertRouteView } from "@/lib/domain/alerts/alert-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { channelField, checkTarget, newRouteSecret, routeFields, takenRouteName } from "./route-fields";
import { toRouteView } from "./route-row";

export const createRouteInput = z.strictObject({
  name: routeFields.name,
  isOn: routeFields.isOn.default(true),
  channel: channelField,
  target: routeFields.target,
  severity: routeFields.severity.default("Warning"),
  kinds: routeFields.kinds.default([]),
  tellsResolved: routeFields.tellsResolved.default(true),
});

/** The secret of a webhook is told this once; null of an e-mail. */
export type CreatedRoute = AlertRouteView & { readonly secret: string | null };

/** Tells alerts to somebody from now on. Not safe to repeat: the second one is a Conflict. */
export async function createRoute(ctx: ServiceContext, input: z.input<typeof createRouteInput>): Promise<CreatedRoute> {
  requirePermission(ctx, "manage-alert-routes");
  const given = parseInput(createRouteInput, input);
  const data = { ...given, target: checkTarget(given.channel, given.target) };
  const secret = given.channel === "Webhook" ? newRouteSecret() : null;
  return inTransaction(ctx, async ({ tx, audit }) => {
    const row = await tx.alertRoute
      .create({ data: { ...data, secret, updatedAt: ctx.now() } })
      .catch(takenRouteName(given.name));
    await audit("CreateAlertRoute", `alert-route:${row.id}`, data);
    return { ...toRouteView({ ...row, deliveries: [] }), secret };
  });
}
