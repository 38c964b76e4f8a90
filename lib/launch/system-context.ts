import { createDatabase } from "@/lib/db/client";
import type { ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";

/**
 * Calls verbs in the name of whoever may start Kituo: that person can read the database anyway.
 * Resolves with an exit code; what a verb refuses is told in one line.
 */
export async function runAsSystem(databaseUrl: string, work: (ctx: ServiceContext) => Promise<void>): Promise<number> {
  const db = createDatabase(databaseUrl, { connectionsMax: 2 });
  try {
    await work({ db, now: () => new Date(), actor: { kind: "system", id: "shell", name: "the shell" } });
    return 0;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    await db.$disconnect();
  }
}
