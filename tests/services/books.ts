import { createDatabase, type Database } from "@/lib/db/client";
import type { Station } from "@/lib/db/generated/client";
import type { Role } from "@/lib/domain/permissions";
import type { Actor, ServiceContext } from "@/lib/services/context";
import { freshDatabase } from "../support/database";

export const T0 = new Date("2026-11-22T10:00:00.000Z");
const GATEWAY = "gateway-1";

export type Books = {
  readonly db: Database;
  readonly url: string;
  /** Context of somebody with this role, at T0 or at the time given. */
  readonly as: (role: Role, options?: { readonly id?: string; readonly now?: Date }) => ServiceContext;
  readonly close: () => Promise<void>;
};

/** A migrated, empty database, and people to work in it. */
export async function openBooks(): Promise<Books> {
  const { url, drop } = await freshDatabase();
  const db = createDatabase(url, { connectionsMax: 5 });
  return {
    db,
    url,
    as: (role, { id = `operator-${role}`, now = T0 } = {}) => {
      const actor: Actor = { kind: "operator", id, name: `An ${role}`, role };
      return { db, now: () => now, actor };
    },
    close: async () => {
      await db.$disconnect();
      await drop();
    },
  };
}

let made = 0;

/** A station of its own for a test; `...connected` makes it hang on the gateway. */
export async function aStation(db: Database, data: Partial<Station> = {}): Promise<Station> {
  made += 1;
  const identity = data.identity ?? `CP-${String(made).padStart(4, "0")}`;
  return db.station.create({
    data: { securityProfile: 0, ...data, identity, identityKey: identity.toLowerCase() },
  });
}

/** The gateway that connected stations hang on, alive at T0. */
export async function aGateway(db: Database, id = GATEWAY, beatAt = T0): Promise<void> {
  await db.gateway.upsert({
    where: { id },
    create: { id, startedAt: T0, beatAt },
    update: { beatAt, stoppedAt: null },
  });
}

export const connected = { gatewayId: GATEWAY, connectedAt: T0, ocppVersion: "ocpp1.6" } as const;

/** Events announced so far, oldest first. */
export async function announced(db: Database): Promise<readonly { readonly type: string }[]> {
  const rows = await db.outboxEntry.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ event }) => event as { type: string });
}

/** What was done to a subject, oldest first. */
export async function audited(db: Database, subject: string): Promise<readonly string[]> {
  const rows = await db.auditEntry.findMany({ where: { subject }, orderBy: { id: "asc" } });
  return rows.map(({ action }) => action);
}
