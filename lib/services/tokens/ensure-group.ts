import { tokenKey } from "@/lib/domain/token";
import type { Tx } from "../context";

/** A group that a card names for the first time is one from then on. Returns its uid as it is known. */
export async function ensureGroup(tx: Tx, uid: string, now: Date): Promise<string> {
  const row = await tx.tokenGroup.upsert({
    where: { uidKey: tokenKey(uid) },
    create: { uid, uidKey: tokenKey(uid), createdAt: now, updatedAt: now },
    update: {},
  });
  return row.uid;
}
