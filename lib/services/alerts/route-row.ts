import { z } from "zod";
import type { AlertDelivery, AlertRoute } from "@/lib/db/generated/client";
import { ALERT_KINDS } from "@/lib/domain/alerts/alert-rule";
import { type AlertRouteView, ROUTE_CHANNELS, type RouteChannel } from "@/lib/domain/alerts/alert-view";
import { toDeliveryView } from "./delivery-row";
import { severityOf } from "./rule-row";

const kindsSchema = z.array(z.enum(ALERT_KINDS));

/** What is read with a route. */
export const routeIncludes = { deliveries: { orderBy: { createdAt: "desc" }, take: 1 } } as const;

type Row = AlertRoute & { readonly deliveries: readonly AlertDelivery[] };

/** A route as people see it: without its secret. */
export function toRouteView({ deliveries: [last], ...row }: Row): AlertRouteView {
  return {
    id: row.id,
    name: row.name,
    isOn: row.isOn,
    channel: routeChannel(row.channel),
    target: row.target,
    severity: severityOf(row.severity),
    kinds: kindsSchema.parse(row.kinds),
    tellsResolved: row.tellsResolved,
    lastDelivery: last === undefined ? null : toDeliveryView(last),
  };
}

export function routeChannel(stored: string): RouteChannel {
  const channel = ROUTE_CHANNELS.find((known) => known === stored);
  if (channel === undefined) throw new Error(`unknown channel of a route in the books: ${stored}`);
  return channel;
}
