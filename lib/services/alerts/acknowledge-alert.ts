import { z } from "zod";
import type { AlertView } from "@/lib/domain/alerts/alert-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { attendAlert } from "./attend-alert";

export const acknowledgeInput = z.strictObject({
  /** What is being done about it. */
  note: z.string().trim().min(1).max(1000).nullish(),
});

/** Says that somebody sees to it. Safe to repeat. Throws NotFound, and Conflict once it is resolved. */
export async function acknowledgeAlert(
  ctx: ServiceContext,
  id: number,
  input: z.input<typeof acknowledgeInput> = {},
): Promise<AlertView> {
  requirePermission(ctx, "attend-alerts");
  const { note = null } = parseInput(acknowledgeInput, input);
  return attendAlert(ctx, id, {
    action: "AcknowledgeAlert",
    event: "Acknowledged",
    data: { note },
    isDone: ({ state }) => state === "Acknowledged",
    apply: (tx, now) =>
      tx.alert.update({
        where: { id },
        data: { state: "Acknowledged", acknowledgedAt: now, acknowledgedBy: ctx.actor.name },
      }),
  });
}
