import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client";

export type Database = PrismaClient;

/**
 * Opens a pool on a PostgreSQL address. Nothing is dialled until the first query.
 * `connectionsMax`: upper bound of pooled connections of this process.
 */
export function createDatabase(url: string, options: { readonly connectionsMax?: number } = {}): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
  });
  return new PrismaClient({ adapter });
}
