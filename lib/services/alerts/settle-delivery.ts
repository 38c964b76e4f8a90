import { nextTry } from "@/lib/domain/alerts/delivery-retry";
import { inTransaction, type ServiceContext } from "../context";
import { unattendedAt } from "./announce-alerts";
import type { ClaimedDelivery } from "./claim-deliveries";

/** Null: it arrived. `isFinal`: another try would fail as well. */
export type DeliveryFailure = { readonly reason: string; readonly isFinal: boolean } | null;

const REASON_LENGTH_MAX = 500;

/** Keeps what became of one try, and tells that it did; a message that did not arrive is tried again later, for a day. */
export async function settleDelivery(
  ctx: ServiceContext,
  { id, alertId, attempts, createdAt }: Pick<ClaimedDelivery, "id" | "alertId" | "attempts" | "createdAt">,
  failure: DeliveryFailure,
): Promise<"Delivered" | "Failed" | "Pending"> {
  const now = ctx.now();
  const next = failure === null || failure.isFinal ? null : nextTry(attempts, createdAt.getTime(), now.getTime());
  const state = failure === null ? "Delivered" : next === null ? "Failed" : "Pending";
  await inTransaction(ctx, async ({ tx, announce }) => {
    const { count } = await tx.alertDelivery.updateMany({
      where: { id, state: "Pending" },
      data: {
        state,
        error: failure?.reason.slice(0, REASON_LENGTH_MAX) ?? null,
        ...(next === null ? { settledAt: now } : { dueAt: new Date(next) }),
      },
    });
    if (count > 0) {
      const unattended = await tx.alert.count({ where: unattendedAt(now) });
      const alertIds = alertId === null ? [] : [alertId];
      await announce({ type: "AlertsChanged", alertIds, unattended, at: now.toISOString() });
    }
  });
  return state;
}
