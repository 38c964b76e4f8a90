import { Prisma } from "@/lib/db/generated/client";

/**
 * Is it the data's fault (out of range, a constraint, a value PostgreSQL cannot hold), so that the rest of a
 * batch would succeed without it? Everything else (no connection, timeout, shutdown) concerns the whole batch.
 */
export function isDataError(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientValidationError) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (error.code === "P2002" || error.code === "P2003" || error.code === "P2020" || error.code === "P2033") return true;
  // Raw queries: SQLSTATE classes 22 (data exception) and 23 (integrity constraint).
  return error.code === "P2010" && /\b(22|23)[0-9A-Z]{3}\b/.test(JSON.stringify(error.meta ?? {}) + error.message);
}
