import { randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { ROLES } from "@/lib/domain/permissions";
import { inTransaction, requirePermission, type ServiceContext, type Tx } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { parseInput } from "@/lib/services/parse-input";

export const PASSWORD_CHARACTERS_MIN = 10;

/** better-auth refuses longer ones: hashing is paid for by the server. */
const PASSWORD_CHARACTERS_MAX = 128;

export const operatorPassword = z
  .string()
  .min(PASSWORD_CHARACTERS_MIN, `A password has at least ${PASSWORD_CHARACTERS_MIN} characters.`)
  .max(PASSWORD_CHARACTERS_MAX, `A password has at most ${PASSWORD_CHARACTERS_MAX} characters.`);

export const newOperator = z.object({
  name: z.string().trim().min(1, "A name is needed.").max(100),
  email: z.string().trim().toLowerCase().pipe(z.email("This is not an e-mail address.")),
  password: operatorPassword,
  role: z.enum(ROLES),
});
export type NewOperator = z.input<typeof newOperator>;

export type OperatorView = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
};

/** Creates an account that can sign in with a password. Not safe to repeat: the address is taken then. */
export async function createOperator(ctx: ServiceContext, input: NewOperator): Promise<OperatorView> {
  requirePermission(ctx, "manage-access");
  const parsed = parseInput(newOperator, input);
  const hash = await hashPassword(parsed.password);
  return inTransaction(ctx, async ({ tx, audit }) => {
    const operator = await insertOperator(tx, { ...parsed, hash });
    await audit("CreateOperator", `operator:${operator.email}`, { role: operator.role });
    return operator;
  });
}

/** Writes the account as better-auth reads it: an operator and its `credential` account. */
export async function insertOperator(
  tx: Tx,
  { name, email, role, hash }: Omit<z.output<typeof newOperator>, "password"> & { readonly hash: string },
): Promise<OperatorView> {
  if ((await tx.operator.count({ where: { email } })) > 0) {
    throw new ServiceError("Conflict", `There is an operator with the address ${email} already.`, "email");
  }
  const id = randomUUID();
  await tx.operator.create({ data: { id, name, email, role, emailVerified: true } });
  await tx.credential.create({
    data: { id: randomUUID(), accountId: id, providerId: "credential", userId: id, password: hash },
  });
  return { id, name, email, role };
}
