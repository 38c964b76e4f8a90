import type { Database } from "@/lib/db/client";
import { isRole } from "@/lib/domain/permissions";
import type { Actor } from "../context";
import { secretHash } from "./secret";

/** A busy key is not written to at every request. */
const NOTED_EVERY_SECONDS = 60;

/** Who calls with this key; null for an unknown or revoked one. */
export async function verifyApiKey(
  db: Database,
  key: string,
  now: Date,
): Promise<Extract<Actor, { kind: "apiKey" }> | null> {
  if (!/^kituo_[A-Za-z0-9]{32}$/.test(key)) return null;
  const row = await db.apiKey.findUnique({ where: { hash: secretHash(key) } });
  if (row === null || row.revokedAt !== null || !isRole(row.role)) return null;

  const staleAt = new Date(now.getTime() - NOTED_EVERY_SECONDS * 1000);
  if (row.lastUsedAt === null || row.lastUsedAt < staleAt) {
    await db.apiKey.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
  }
  return { kind: "apiKey", id: row.id, name: row.name, role: row.role };
}
