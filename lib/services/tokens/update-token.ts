import { z } from "zod";
import { tokenKey } from "@/lib/domain/token";
import type { TokenView } from "@/lib/domain/token-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isStorable } from "../storable";
import { tokenFields, toTokenView } from "./token-fields";

/** What is left out stays as it is; null empties. */
export const updateTokenInput = z.strictObject({
  type: tokenFields.type.optional(),
  status: tokenFields.status.optional(),
  groupId: tokenFields.groupId.optional(),
  label: tokenFields.label.optional(),
  expiresAt: tokenFields.expiresAt.optional(),
});

/** Changes a token; running sessions are not stopped. Safe to repeat. */
export async function updateToken(
  ctx: ServiceContext,
  uid: string,
  input: z.input<typeof updateTokenInput>,
): Promise<TokenView> {
  requirePermission(ctx, "manage-tokens");
  const { type, status, groupId, label, expiresAt } = parseInput(updateTokenInput, input);
  return inTransaction(ctx, async ({ tx, audit }) => {
    const uidKey = tokenKey(uid);
    const before = isStorable(uid) ? await tx.token.findUnique({ where: { uidKey } }) : null;
    if (before === null) throw new ServiceError("NotFound", `There is no token ${uid}.`);
    const change = {
      ...(type === undefined ? {} : { type }),
      ...(status === undefined ? {} : { status }),
      ...(groupId === undefined ? {} : { groupId }),
      ...(label === undefined ? {} : { label }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    const row = await tx.token.update({ where: { uidKey }, data: { ...change, updatedAt: ctx.now() } });
    await audit("UpdateToken", `token:${before.uid}`, change);
    return toTokenView(row);
  });
}
