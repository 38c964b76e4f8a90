import type { AlertKind } from "@/lib/domain/alerts/alert-rule";
import { evaluateAlerts } from "@/lib/services/alerts/evaluate-alerts";
import type { ServiceContext } from "@/lib/services/context";
import { type Books, T0 } from "../books";

export const NO_HOST = { disks: [], certificates: [] } as const;

export const seconds = (after: number): Date => new Date(T0.getTime() + after * 1000);

export const engineAt = (books: Books, afterSeconds: number): ServiceContext => ({
  db: books.db,
  now: () => seconds(afterSeconds),
  actor: { kind: "system", id: "gateway-1", name: "Kituo" },
});

/** A round at so many seconds after T0, with the gateway alive. */
export async function roundAt(books: Books, afterSeconds: number, looked?: readonly AlertKind[]) {
  const now = seconds(afterSeconds);
  await books.db.gateway.upsert({
    where: { id: "gateway-1" },
    create: { id: "gateway-1", startedAt: T0, beatAt: now },
    update: { beatAt: now },
  });
  return evaluateAlerts(engineAt(books, afterSeconds), { host: NO_HOST, ...(looked === undefined ? {} : { looked }) });
}

export const openAlerts = (books: Books, kind: AlertKind) =>
  books.db.alert.findMany({
    where: { kind, state: { not: "Resolved" } },
    include: { members: { orderBy: { subject: "asc" } }, events: { orderBy: { id: "asc" } } },
    orderBy: { id: "asc" },
  });

/** Nothing of an earlier test is left. */
export async function forgetAll({ db }: Books): Promise<void> {
  await db.alert.deleteMany();
  await db.command.deleteMany();
  await db.chargingSession.deleteMany();
  await db.station.deleteMany();
  await db.outboxEntry.deleteMany();
  await db.alertRoute.deleteMany();
}
