import { z } from "zod";
import { tokenKey } from "@/lib/domain/token";
import type { TokenView } from "@/lib/domain/token-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isUniqueViolation } from "../unique-violation";
import { ensureGroup } from "./ensure-group";
import { tokenFields, tokenUidSchema, toTokenView } from "./token-fields";

export const createTokenInput = z.strictObject({
  uid: tokenUidSchema,
  type: tokenFields.type.default("ISO14443"),
  status: tokenFields.status.default("Accepted"),
  groupId: tokenFields.groupId.default(null),
  label: tokenFields.label.default(null),
  validFrom: tokenFields.validFrom.default(null),
  expiresAt: tokenFields.expiresAt.default(null),
  concurrentMax: tokenFields.concurrentMax.default(1),
  energyLimitWh: tokenFields.energyLimitWh.default(null),
  sessionsPerDayMax: tokenFields.sessionsPerDayMax.default(null),
});

/** Makes a token known. Not safe to repeat: the second one is a Conflict. */
export async function createToken(ctx: ServiceContext, input: z.input<typeof createTokenInput>): Promise<TokenView> {
  requirePermission(ctx, "manage-tokens");
  const { uid, groupId, ...given } = parseInput(createTokenInput, input);
  const now = ctx.now();
  return inTransaction(ctx, async ({ tx, audit }) => {
    const group = groupId === null ? null : await ensureGroup(tx, groupId, now);
    const data = { uid, uidKey: tokenKey(uid), ...given, groupId: group, createdAt: now, updatedAt: now };
    const row = await tx.token.create({ data }).catch((error: unknown) => {
      throw isUniqueViolation(error) ? new ServiceError("Conflict", `There is already a token ${uid}.`, "uid") : error;
    });
    await tx.unknownToken.deleteMany({ where: { uidKey: tokenKey(uid) } });
    await audit("CreateToken", `token:${uid}`, { ...given, groupId: group });
    return toTokenView(row);
  });
}
