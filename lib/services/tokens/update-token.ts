import { z } from "zod";
import { tokenKey } from "@/lib/domain/token";
import type { TokenView } from "@/lib/domain/token-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isStorable } from "../storable";
import { ensureGroup } from "./ensure-group";
import { tokenFields, toTokenView } from "./token-fields";

/** What is left out stays as it is; null empties. */
export const updateTokenInput = z.strictObject(tokenFields).partial();

/** Changes a token; running sessions are not stopped. Safe to repeat. */
export async function updateToken(
  ctx: ServiceContext,
  uid: string,
  input: z.input<typeof updateTokenInput>,
): Promise<TokenView> {
  requirePermission(ctx, "manage-tokens");
  const given = parseInput(updateTokenInput, input);
  return inTransaction(ctx, async ({ tx, audit }) => {
    const uidKey = tokenKey(uid);
    const before = isStorable(uid) ? await tx.token.findUnique({ where: { uidKey } }) : null;
    if (before === null) throw new ServiceError("NotFound", `There is no token ${uid}.`);
    const now = ctx.now();
    const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const group = typeof given.groupId === "string" ? { groupId: await ensureGroup(tx, given.groupId, now) } : {};
    const row = await tx.token.update({ where: { uidKey }, data: { ...change, ...group, updatedAt: now } });
    await audit("UpdateToken", `token:${before.uid}`, { ...change, ...group });
    return toTokenView(row);
  });
}
