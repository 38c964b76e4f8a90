import { createHash, timingSafeEqual } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { parseInput } from "@/lib/services/parse-input";
import { insertOperator, type NewOperator, newOperator, type OperatorView } from "./create-operator";

/** Serialises first runs: two browsers with the right code make one administrator. */
const FIRST_RUN_LOCK = 7_306_001;

export async function hasOperator(ctx: ServiceContext): Promise<boolean> {
  return (await ctx.db.operator.findFirst({ select: { id: true } })) !== null;
}

/** Is this the code on the console? Both sides are hashed first, so that neither length nor time tells anything. */
export function isFirstRunCode(given: string, expected: string | null): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text.trim().toUpperCase()).digest();
  return expected !== null && timingSafeEqual(digest(given), digest(expected));
}

/** Creates the administrator if and only if there is no operator at all; the caller has checked the code. */
export async function createFirstOperator(
  ctx: ServiceContext,
  input: Omit<NewOperator, "role">,
): Promise<OperatorView> {
  const parsed = parseInput(newOperator, { ...input, role: "admin" });
  const hash = await hashPassword(parsed.password);
  return inTransaction(ctx, async ({ tx, audit }) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_RUN_LOCK})`;
    if ((await tx.operator.count()) > 0) throw new ServiceError("Conflict", "There is an administrator already.");
    const operator = await insertOperator(tx, { ...parsed, hash });
    await audit("CreateFirstOperator", `operator:${operator.email}`);
    return operator;
  });
}
