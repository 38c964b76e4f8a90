import { Prisma } from "@/lib/db/generated/client";

/** Deadlock, serialization failure, lock timeout. */
const PASSING_STATES = /\b(40P01|40001|55P03)\b/;
/** A row on its way to the default partition met the birth of its own one; told by text, since the state is a plain check's. */
const MISPLACED = /violates partition constraint/;

/** Another write came between what was read and what was to be written: decided anew, it goes through. */
export class ChangedMeanwhile extends Error {
  constructor(sessionId: number) {
    super(`session ${sessionId} changed meanwhile`);
    this.name = "ChangedMeanwhile";
  }
}

/** Would the same work go through if it were done once more? What of it is stored already is stored once. */
export function isPassingError(error: unknown): boolean {
  if (error instanceof ChangedMeanwhile) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (error.code === "P2034") return true;
  const told = JSON.stringify(error.meta ?? {}) + error.message;
  return PASSING_STATES.test(told) || MISPLACED.test(told);
}
