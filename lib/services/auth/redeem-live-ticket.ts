import type { Database } from "@/lib/db/client";
import { isRole, type Role } from "@/lib/domain/permissions";
import { secretHash } from "./secret";

/** Who comes with this ticket; null for an unknown, used or expired one. It is gone afterwards. */
export async function redeemLiveTicket(
  db: Database,
  ticket: string,
  now: Date,
): Promise<{ readonly operatorId: string; readonly role: Role } | null> {
  const [used] = await db.$queryRaw<{ operatorId: string; expiresAt: Date }[]>`
    DELETE FROM live_ticket WHERE hash = ${secretHash(ticket)}
    RETURNING operator_id AS "operatorId", expires_at AS "expiresAt"`;
  if (used === undefined || used.expiresAt <= now) return null;
  const operator = await db.operator.findUnique({ where: { id: used.operatorId }, select: { role: true } });
  if (operator === null || !isRole(operator.role)) return null;
  return { operatorId: used.operatorId, role: operator.role };
}
