import { z } from "zod";
import { tokenKey } from "@/lib/domain/token";
import type { TokenGroupView } from "@/lib/domain/token-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isUniqueViolation } from "../unique-violation";
import { groupFields, toGroupView } from "./group-fields";
import { tokenUidSchema } from "./token-fields";

export const createGroupInput = z.strictObject({
  uid: tokenUidSchema,
  name: groupFields.name.default(null),
  status: groupFields.status.default("Accepted"),
  expiresAt: groupFields.expiresAt.default(null),
});

/** Makes a group known. Not safe to repeat: the second one is a Conflict. */
export async function createGroup(
  ctx: ServiceContext,
  input: z.input<typeof createGroupInput>,
): Promise<TokenGroupView> {
  requirePermission(ctx, "manage-tokens");
  const { uid, ...given } = parseInput(createGroupInput, input);
  const now = ctx.now();
  return inTransaction(ctx, async ({ tx, audit }) => {
    const data = { uid, uidKey: tokenKey(uid), ...given, createdAt: now, updatedAt: now };
    const row = await tx.tokenGroup.create({ data }).catch((error: unknown) => {
      throw isUniqueViolation(error) ? new ServiceError("Conflict", `There is already a group ${uid}.`, "uid") : error;
    });
    await audit("CreateTokenGroup", `token-group:${uid}`, given);
    return toGroupView(row, 0);
  });
}
