import { Prisma } from "@/lib/db/generated/client";

/** Did a write fail because somebody else was first? */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
