import { z } from "zod";
import { tokenKey } from "@/lib/domain/token";
import type { TokenView } from "@/lib/domain/token-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { createToken } from "./create-token";
import { tokenFields, tokenUidSchema } from "./token-fields";

export const adoptUnknownTokenInput = z.strictObject({
  uid: tokenUidSchema,
  label: tokenFields.label.default(null),
});

/** Makes a card that was presented a card of ours. Not safe to repeat: the second time it is not unknown any more. */
export async function adoptUnknownToken(
  ctx: ServiceContext,
  input: z.input<typeof adoptUnknownTokenInput>,
): Promise<TokenView> {
  requirePermission(ctx, "manage-tokens");
  const { uid, label } = parseInput(adoptUnknownTokenInput, input);
  const seen = await ctx.db.unknownToken.findUnique({ where: { uidKey: tokenKey(uid) }, include: { station: true } });
  if (seen === null) throw new ServiceError("NotFound", `No unknown card ${uid} was presented.`);
  const type = tokenFields.type.safeParse(seen.type).data ?? "Central";
  const seenAt =
    seen.station === null ? null : `seen at ${seen.station.identity}, ${seen.lastAt.toISOString().slice(0, 10)}`;
  return createToken(ctx, { uid: seen.uid, type, label: label ?? seenAt });
}
