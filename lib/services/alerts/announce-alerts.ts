import type { Unit } from "../context";

const NAMED_MAX = 50;

/** Tells of changed alerts, once for a whole commit. Nothing where none changed. */
export async function announceAlerts(
  { tx, announce }: Pick<Unit, "tx" | "announce">,
  alertIds: readonly number[],
  now: Date,
): Promise<void> {
  if (alertIds.length === 0) return;
  await announce({
    type: "AlertsChanged",
    alertIds: alertIds.slice(0, NAMED_MAX),
    unattended: await tx.alert.count({ where: unattendedAt(now) }),
    at: now.toISOString(),
  });
}

/** Open, and nobody has said that it is seen to. */
export const unattendedAt = (now: Date) => ({
  state: "Open",
  OR: [{ silencedUntil: null }, { silencedUntil: { lte: now } }],
});
