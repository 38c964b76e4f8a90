import { z } from "zod";
import { tokenKey } from "@/lib/domain/token";
import type { TokenGroupView } from "@/lib/domain/token-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isStorable } from "../storable";
import { groupFields, toGroupView } from "./group-fields";

/** What is left out stays as it is; null empties. */
export const updateGroupInput = z.strictObject(groupFields).partial();

/** Changes a group, and with it what its cards are worth; running sessions are not stopped. Safe to repeat. */
export async function updateGroup(
  ctx: ServiceContext,
  uid: string,
  input: z.input<typeof updateGroupInput>,
): Promise<TokenGroupView> {
  requirePermission(ctx, "manage-tokens");
  const given = parseInput(updateGroupInput, input);
  return inTransaction(ctx, async ({ tx, audit }) => {
    const uidKey = tokenKey(uid);
    const before = isStorable(uid) ? await tx.tokenGroup.findUnique({ where: { uidKey } }) : null;
    if (before === null) throw new ServiceError("NotFound", `There is no group ${uid}.`);
    const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const row = await tx.tokenGroup.update({ where: { uidKey }, data: { ...change, updatedAt: ctx.now() } });
    await audit("UpdateTokenGroup", `token-group:${before.uid}`, change);
    const tokenCount = await tx.token.count({ where: { groupId: { equals: before.uid, mode: "insensitive" } } });
    return toGroupView(row, tokenCount);
  });
}
