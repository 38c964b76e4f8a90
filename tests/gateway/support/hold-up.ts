import { vi } from "vitest";
import type { Database } from "@/lib/db/client";

/** Holds up every write to a table until it is released; reads go on. */
export async function holdUp(db: Database, table: "charging_session" | "command") {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let hold: Promise<void> = Promise.resolve();
  await new Promise<void>((held) => {
    hold = db.$transaction(
      async (tx) => {
        await tx.$executeRawUnsafe(`LOCK TABLE ${table} IN SHARE MODE`);
        held();
        await released;
      },
      { timeout: 20_000 },
    );
  });
  return {
    /** Settles when somebody waits to write. */
    untilMet: () =>
      vi.waitFor(async () => {
        const rows = await db.$queryRaw<{ n: number }[]>`
          SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = ${table}::regclass`;
        if (rows[0]?.n === 0) throw new Error("nobody waits");
      }, 5_000),
    release: async (): Promise<void> => {
      release();
      await hold;
    },
  };
}
