import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client";

export type Database = PrismaClient;

/**
 * Opens a pool on a PostgreSQL address. Nothing is dialled until the first query.
 * `connectionsMax`: upper bound of pooled connections of this process.
 */
export function createDatabase(url: string, options: { readonly connectionsMax?: number } = {}): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: options.connectionsMax ?? 10,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
    },
    { statementNameGenerator: nameConstantStatements() },
  );
  return new PrismaClient({ adapter });
}

const NAMED_MAX = 200;
const UNNAMED = "";

/**
 * Names the statements whose text never changes (the multi-row ones, written by hand over `unnest` or JSON), so that
 * PostgreSQL plans each once per connection. Those that Prisma writes vary with their lists, and stay unnamed.
 */
function nameConstantStatements(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    const isConstant = /^\s*WITH\b/.test(sql) || sql.includes("unnest(");
    if (!isConstant || names.size >= NAMED_MAX) return UNNAMED;
    const name = `kituo_${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}
