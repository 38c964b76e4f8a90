/** Work that stands still in the middle of its transaction, at its first row of one table, and is cut off there. */
import { createDatabase, type Database } from "@/lib/db/client";

/** Tables that an engine or a dispatcher writes, early and late in their transactions. */
export const WRITTEN = ["firmware_job", "firmware_attempt", "command", "campaign_event", "outbox", "campaign"] as const;
export type Written = (typeof WRITTEN)[number];

/** A process of which the database can be told to end the connections. */
export type Victim = {
  readonly db: Database;
  readonly name: string;
  /** Connections of it that were ended. */
  ended: number;
};

export function aVictim(url: string): Victim {
  const name = `victim-${process.pid}`;
  const named = `${url}${url.includes("?") ? "&" : "?"}application_name=${name}`;
  return { db: createDatabase(named, { connectionsMax: 2 }), name, ended: 0 };
}

type Freezing = {
  readonly at: Written;
  readonly work: (db: Database) => Promise<unknown>;
  /** While it stands still, its transaction open. */
  readonly meanwhile?: () => void;
};

/**
 * True: it wanted to write that table, stood still there, and its connection was ended by the database. False: it was
 * done without.
 */
export async function cutOff(db: Database, victim: Victim, { at, work, meanwhile }: Freezing): Promise<boolean> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(`LOCK TABLE ${at} IN SHARE ROW EXCLUSIVE MODE`);
      let isDone = false;
      const working = work(victim.db).then(
        () => (isDone = true),
        () => (isDone = true),
      );
      while (!isDone && !(await isStill(db, victim))) await Promise.resolve();
      if (isDone) return false;
      meanwhile?.();
      const ended = await db.$queryRaw<unknown[]>`
        SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
        WHERE application_name = ${victim.name} AND datname = current_database()`;
      victim.ended += ended.length;
      await working;
      return true;
    },
    { timeout: 60_000 },
  );
}

async function isStill(db: Database, { name }: Victim): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity
    WHERE application_name = ${name} AND datname = current_database() AND wait_event_type = 'Lock'`;
  return rows.length > 0;
}
