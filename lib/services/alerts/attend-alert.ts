import type { Prisma } from "@/lib/db/generated/client";
import type { AlertEventType, AlertView } from "@/lib/domain/alerts/alert-view";
import { inTransaction, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { alertState, toAlertViews } from "./alert-row";
import { announceAlerts } from "./announce-alerts";
import { writeEvents } from "./write-events";

export type Attendance = {
  /** For the audit. */
  readonly action: string;
  readonly event: AlertEventType;
  readonly data: Prisma.InputJsonObject;
  /** Is it so already? Then nothing is done and nothing written. */
  readonly isDone: (alert: { readonly state: string; readonly silencedUntil: Date | null }) => boolean;
  readonly apply: (tx: Tx, now: Date) => Promise<unknown>;
};

/** What a person does about an alert that is not resolved: changed, written down and told in one commit. */
export async function attendAlert(ctx: ServiceContext, id: number, done: Attendance): Promise<AlertView> {
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const now = ctx.now();
    await tx.$queryRaw`SELECT id FROM alert WHERE id = ${id} FOR UPDATE`;
    const before = await tx.alert.findUnique({ where: { id } });
    if (before === null) throw new ServiceError("NotFound", `There is no alert ${id}.`);
    const current = { status: alertState(before.state), rev: before.rev };
    if (!done.isDone(before)) {
      if (current.status === "Resolved") {
        throw new ServiceError("Conflict", "The alert is resolved already.", null, current);
      }
      await done.apply(tx, now);
      await tx.alert.update({ where: { id }, data: { rev: { increment: 1 } } });
      await writeEvents(tx, [{ alertId: id, type: done.event, data: done.data }], { at: now, actor: ctx.actor.name });
      await audit(done.action, `alert:${id}`, done.data);
      await announceAlerts({ tx, announce }, [id], now);
    }
    const [view] = await toAlertViews(tx, await tx.alert.findMany({ where: { id } }), now);
    if (view === undefined) throw new Error(`alert ${id} is gone within its transaction`);
    return view;
  });
}
