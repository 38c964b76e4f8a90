import { Prisma } from "@/lib/db/generated/client";

/** Deadlock, serialization failure, lock timeout. */
const PASSING_STATES = /\b(40P01|40001|55P03)\b/;
/** A row on its way to the default partition met the birth of its own one; told by text, since the state is a plain check's. */
const MISPLACED = /violates partition constraint/;

/** Did the database give up a statement that it would take if it were sent once more? Nothing of it is stored. */
export function isPassingError(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (error.code === "P2034") return true;
  const told = JSON.stringify(error.meta ?? {}) + error.message;
  return PASSING_STATES.test(told) || MISPLACED.test(told);
}
