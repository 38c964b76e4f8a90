import { z } from "zod";
import type { AlertView } from "@/lib/domain/alerts/alert-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { instantSchema } from "../instant";
import { parseInput } from "../parse-input";
import { attendAlert } from "./attend-alert";

export const silenceInput = z.strictObject({
  /** Within 30 days; null ends a silence. */
  until: instantSchema.nullable(),
  note: z.string().trim().min(1).max(1000).nullish(),
});

const DAYS_MAX = 30;

/**
 * Keeps an alert out of sight until then; if it is still so when the time has come, it is told once more. Safe to
 * repeat. Throws Invalid for a time that has passed or is too far off, NotFound, and Conflict once it is resolved.
 */
export async function silenceAlert(
  ctx: ServiceContext,
  id: number,
  input: z.input<typeof silenceInput>,
): Promise<AlertView> {
  requirePermission(ctx, "attend-alerts");
  const { until: given, note = null } = parseInput(silenceInput, input);
  const until = given === null ? null : ahead(new Date(given), ctx.now());
  return attendAlert(ctx, id, {
    action: "SilenceAlert",
    event: until === null ? "SilenceEnded" : "Silenced",
    data: { until: until?.toISOString() ?? null, note },
    isDone: ({ state, silencedUntil }) =>
      state !== "Resolved" && (silencedUntil?.getTime() ?? null) === (until?.getTime() ?? null),
    apply: (tx) =>
      tx.alert.update({
        where: { id },
        data: { silencedUntil: until, silencedBy: until === null ? null : ctx.actor.name },
      }),
  });
}

function ahead(until: Date, now: Date): Date {
  const ms = until.getTime() - now.getTime();
  if (ms <= 0) throw new ServiceError("Invalid", "This time has passed.", "until");
  if (ms <= DAYS_MAX * 86_400_000) return until;
  throw new ServiceError("Invalid", `An alert is silenced for ${DAYS_MAX} days at most.`, "until");
}
