import { z } from "zod";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "./find-station";
import { newPassword } from "./new-password";
import { hashPassword } from "./password-hash";
import { identitySchema, passwordSchema } from "./station-fields";
import { wakeHolder } from "./wake-holder";

const resetPasswordInput = z.strictObject({ identity: identitySchema, password: passwordSchema.optional() });

/** Gives a station a new password, shown this once. Not safe to repeat: each time it is another. */
export async function resetPassword(
  ctx: ServiceContext,
  input: z.input<typeof resetPasswordInput>,
): Promise<{ readonly password: string }> {
  requirePermission(ctx, "manage-stations");
  const { identity, password = newPassword() } = parseInput(resetPasswordInput, input);
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const station = await findStationOrThrow(tx, identity);
    const data = { passwordHash, passwordHashNext: null, passwordSetAt: ctx.now(), rev: { increment: 1 } };
    await tx.station.update({ where: { id: station.id }, data });
    await wakeHolder(tx, identity);
    await announce({ type: "StationListed", identity });
    await audit("ResetPassword", `station:${identity}`);
    return { password };
  });
}
