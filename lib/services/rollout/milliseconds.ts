import { Prisma } from "@/lib/db/generated/client";

/** A timestamp column as milliseconds since 1970, for JSON. `column` is ours, never input. */
export const ms = (column: string): Prisma.Sql => Prisma.raw(`round(date_part('epoch', ${column}) * 1000)`);
