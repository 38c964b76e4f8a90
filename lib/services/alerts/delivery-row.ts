import type { AlertDelivery } from "@/lib/db/generated/client";
import { type AlertDeliveryView, DELIVERY_EVENTS, DELIVERY_STATES } from "@/lib/domain/alerts/alert-view";

/** A message as people see it. */
export function toDeliveryView(row: AlertDelivery): AlertDeliveryView {
  const state = DELIVERY_STATES.find((known) => known === row.state);
  const event = DELIVERY_EVENTS.find((known) => known === row.event);
  if (state === undefined || event === undefined) {
    throw new Error(`unknown message in the books: ${row.event}, ${row.state}`);
  }
  return {
    id: row.id,
    alertId: row.alertId,
    event,
    state,
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    dueAt: state === "Pending" ? row.dueAt.toISOString() : null,
    settledAt: row.settledAt?.toISOString() ?? null,
    error: row.error,
  };
}
