import { z } from "zod";
import type { AlertView } from "@/lib/domain/alerts/alert-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { attendAlert } from "./attend-alert";
import { placeDeliveries } from "./place-deliveries";

export const resolveInput = z.strictObject({
  /** Why it is over although Kituo has not seen so. */
  note: z.string().trim().min(1).max(1000),
});

/**
 * Ends an alert by hand. What is still so does not open another one before it has been over once. Safe to repeat.
 * Throws NotFound.
 */
export async function resolveAlert(
  ctx: ServiceContext,
  id: number,
  input: z.input<typeof resolveInput>,
): Promise<AlertView> {
  requirePermission(ctx, "attend-alerts");
  const { note } = parseInput(resolveInput, input);
  return attendAlert(ctx, id, {
    action: "ResolveAlert",
    event: "Resolved",
    data: { reason: "ByHand", note },
    isDone: ({ state }) => state === "Resolved",
    apply: async (tx, now) => {
      await tx.alertMember.updateMany({ where: { alertId: id, leftAt: null }, data: { isDismissed: true } });
      await tx.alert.update({
        where: { id },
        data: {
          state: "Resolved",
          openKey: null,
          present: 0,
          resolvedAt: now,
          resolveReason: "ByHand",
          resolvedBy: ctx.actor.name,
          resolveNote: note,
          silencedUntil: null,
        },
      });
      await placeDeliveries(tx, "Resolved", [id], now);
    },
  });
}
