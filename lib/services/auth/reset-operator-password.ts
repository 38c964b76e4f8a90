import { hashPassword } from "better-auth/crypto";
import { inTransaction, requirePermission, type ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { parseInput } from "@/lib/services/parse-input";
import { operatorPassword } from "./create-operator";

/** Gives an operator a new password and ends all of the operator's sign-ins. Safe to repeat. */
export async function resetOperatorPassword(
  ctx: ServiceContext,
  input: { readonly email: string; readonly password: string },
): Promise<void> {
  requirePermission(ctx, "manage-access");
  const email = input.email.trim().toLowerCase();
  const hash = await hashPassword(parseInput(operatorPassword, input.password));
  await inTransaction(ctx, async ({ tx, audit }) => {
    const operator = await tx.operator.findUnique({ where: { email }, select: { id: true } });
    if (operator === null)
      throw new ServiceError("NotFound", `There is no operator with the address ${email}.`, "email");
    const { count } = await tx.credential.updateMany({
      where: { userId: operator.id, providerId: "credential" },
      data: { password: hash },
    });
    if (count === 0) throw new ServiceError("Conflict", `${email} does not sign in with a password.`, "email");
    await tx.signIn.deleteMany({ where: { userId: operator.id } });
    await audit("ResetOperatorPassword", `operator:${email}`);
  });
}
