import { z } from "zod";
import { tokenKey } from "@/lib/domain/token";
import type { TokenView } from "@/lib/domain/token-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isUniqueViolation } from "../unique-violation";
import { tokenFields, tokenUidSchema, toTokenView } from "./token-fields";

export const createTokenInput = z.strictObject({
  uid: tokenUidSchema,
  type: tokenFields.type.default("ISO14443"),
  status: tokenFields.status.default("Accepted"),
  groupId: tokenFields.groupId.optional(),
  label: tokenFields.label.optional(),
  expiresAt: tokenFields.expiresAt.optional(),
});

/** Makes a token known. Not safe to repeat: the second one is a Conflict. */
export async function createToken(ctx: ServiceContext, input: z.input<typeof createTokenInput>): Promise<TokenView> {
  requirePermission(ctx, "manage-tokens");
  const { uid, type, status, groupId = null, label = null, expiresAt = null } = parseInput(createTokenInput, input);
  const now = ctx.now();
  return inTransaction(ctx, async ({ tx, audit }) => {
    const row = await tx.token
      .create({
        data: {
          uid,
          uidKey: tokenKey(uid),
          type,
          status,
          groupId,
          label,
          expiresAt: expiresAt === null ? null : new Date(expiresAt),
          createdAt: now,
          updatedAt: now,
        },
      })
      .catch((error: unknown) => {
        throw isUniqueViolation(error)
          ? new ServiceError("Conflict", `There is already a token ${uid}.`, "uid")
          : error;
      });
    await audit("CreateToken", `token:${uid}`, { type, status });
    return toTokenView(row);
  });
}
