import type { Database } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { DomainEvent } from "@/lib/domain/domain-event";
import { may, type Permission, type Role } from "@/lib/domain/permissions";
import { ServiceError } from "./errors";

/** Who asks. `system` is Kituo itself, `station` a charger on the wire. */
export type Actor =
  | { readonly kind: "operator"; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly kind: "apiKey"; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly kind: "system"; readonly id: string; readonly name: string };

export type ServiceContext = {
  readonly db: Database;
  readonly now: () => Date;
  readonly actor: Actor;
};

export type Tx = Prisma.TransactionClient;

export type Unit = {
  readonly tx: Tx;
  /** Stores what became true, in the commit that makes it true. */
  readonly announce: (...events: readonly DomainEvent[]) => Promise<void>;
  /** Stores who did what, in the same commit. */
  readonly audit: (action: string, subject: string, details?: Prisma.InputJsonObject) => Promise<void>;
};

/** PostgreSQL channels by which the processes wake each other; polling is the fallback for each. */
export const CHANNELS = {
  outbox: "kituo_outbox",
  command: "kituo_command",
  connection: "kituo_connection",
  rollout: "kituo_rollout",
} as const;

const TRANSACTION_MS_MAX = 10_000;
/** For what is about thousands of rows at once: given up after ten seconds, it would never be done on a slow machine. */
export const LARGE_TRANSACTION_MS_MAX = 120_000;

/**
 * One verb, one transaction: rows, outbox and audit are committed together or not at all.
 * No network call and no waiting inside.
 */
export async function inTransaction<T>(
  ctx: ServiceContext,
  work: (unit: Unit) => Promise<T>,
  { timeoutMs = TRANSACTION_MS_MAX }: { readonly timeoutMs?: number } = {},
): Promise<T> {
  return ctx.db.$transaction(
    async (tx) =>
      work({
        tx,
        announce: async (...events) => {
          if (events.length === 0) return;
          await tx.outboxEntry.createMany({ data: events.map((event) => ({ at: ctx.now(), event })) });
          await tx.$executeRaw`SELECT pg_notify(${CHANNELS.outbox}, '')`;
        },
        audit: async (action, subject, details = {}) => {
          const { kind, id, name } = ctx.actor;
          await tx.auditEntry.create({
            data: { at: ctx.now(), actorKind: kind, actorId: id, actor: name, action, subject, details },
          });
        },
      }),
    { timeout: timeoutMs, maxWait: 5_000 },
  );
}

/** Throws Forbidden unless the actor's role grants the permission; Kituo itself may do everything. */
export function requirePermission(ctx: ServiceContext, permission: Permission): void {
  if (ctx.actor.kind === "system") return;
  if (!may(ctx.actor.role, permission)) {
    throw new ServiceError("Forbidden", `The role ${ctx.actor.role} does not grant ${permission}.`);
  }
}
