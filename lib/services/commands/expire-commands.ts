import { effectDeadline } from "@/lib/domain/station-command";
import { inTransaction, type ServiceContext } from "../context";
import { commandOf } from "./claim-commands";
import { toCommandView } from "./command-view";
import { keepUndone } from "./keep-undone";
import { dropNextPassword, forgetPassword } from "./password-command";

/** Longer than any answer is waited for: whoever waited could not write down what came of it. */
const SENT_MINUTES_MAX = 10;

/**
 * Settles what nobody will send or answer any more: pending past its expiry, and sent on a connection that is
 * over (a crash, a cut) or long ago: its outcome is not known, and it is never sent again. Safe to repeat.
 */
export async function settleLostCommands(ctx: ServiceContext): Promise<number> {
  const now = ctx.now();
  const sentLongAgo = new Date(now.getTime() - SENT_MINUTES_MAX * 60_000).toISOString();
  const lost = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM command c JOIN station s ON s.id = c.station_id
    WHERE (c.state = 'Pending' AND c.expires_at <= ${now.toISOString()}::timestamptz)
      OR (c.state = 'Sent' AND (s.connection_epoch <> c.epoch OR s.gateway_id IS NULL
        OR c.sent_at < ${sentLongAgo}::timestamptz))
    LIMIT 500`;
  if (lost.length === 0) return 0;
  return inTransaction(ctx, async ({ tx, announce }) => {
    for (const { id } of lost) {
      const before = await tx.command.findUniqueOrThrow({ where: { id }, include: { station: true } });
      const isPending = before.state === "Pending";
      if (!isPending && before.state !== "Sent") continue;
      const row = await tx.command.update({
        where: { id },
        data: {
          state: isPending ? "Expired" : "NoAnswer",
          errorCode: isPending ? null : "ConnectionLost",
          // It may have reached the station: its effect is still looked for.
          effectDeadlineAt: isPending ? null : effectDeadline(commandOf(before.request), now),
          settledAt: now,
          rev: { increment: 1 },
        },
      });
      await announce({ type: "CommandChanged", command: toCommandView(row, before.station.identity) });
      if (isPending) await keepUndone(tx, row, "Expired", now);
      if (isPending && row.name === "ChangePassword") {
        await forgetPassword(tx, id);
        await dropNextPassword(tx, row.stationId);
      }
    }
    return lost.length;
  });
}
