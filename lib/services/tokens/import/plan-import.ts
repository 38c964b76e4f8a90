import { createHash } from "node:crypto";
import type { Token } from "@/lib/db/generated/client";
import { tokenKey } from "@/lib/domain/token";
import type { TokenChange } from "@/lib/domain/token-import";
import type { Tx } from "../../context";
import type { TokenValues } from "./columns";
import type { ImportRow } from "./read-rows";

const AT_ONCE = 5_000;

/** `token` is what the books hold now; null where they hold nothing. */
export type PlannedRow = ImportRow & { readonly change: TokenChange; readonly token: Token | null };

/** What taking the rows over would do to the books as they are now, in the order of the list. */
export async function planImport(tx: Tx, rows: readonly ImportRow[]): Promise<readonly PlannedRow[]> {
  const known = new Map<string, Token>();
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const keys = rows.slice(at, at + AT_ONCE).map(({ uid }) => tokenKey(uid));
    for (const token of await tx.token.findMany({ where: { uidKey: { in: keys } } })) known.set(token.uidKey, token);
  }
  return rows.map((row) => {
    const token = known.get(tokenKey(row.uid)) ?? null;
    return { ...row, token, change: changeOf(row.values, token) };
  });
}

function changeOf(values: TokenValues, token: Token | null): TokenChange {
  if (token === null) return "New";
  const isSame = Object.entries(values).every(([field, value]) => isAlike(Reflect.get(token, field), value, field));
  return isSame ? "Same" : "Changed";
}

function isAlike(was: unknown, is: unknown, field: string): boolean {
  if (was instanceof Date && is instanceof Date) return was.getTime() === is.getTime();
  if (field === "groupId" && typeof was === "string" && typeof is === "string") return tokenKey(was) === tokenKey(is);
  return was === is;
}

/** Stands for the plan: the same rows with the same effect have the same hash. */
export function hashOf(plan: readonly PlannedRow[]): string {
  const hash = createHash("sha256");
  for (const { uid, values, change } of plan) hash.update(`${JSON.stringify([uid, values, change])}\n`);
  return hash.digest("hex");
}
