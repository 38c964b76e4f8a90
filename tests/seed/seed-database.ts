import type { Database } from "@/lib/db/client";
import type { SeedPlan } from "./arguments";
import { seedCommands } from "./commands";
import { seedConnections } from "./connections";
import { seedConnectors } from "./connectors";
import { prepareDraws } from "./draws";
import { seedFirmware } from "./firmware";
import { requireEmpty, takeAway, writeMark } from "./marker";
import { seedMessages } from "./messages";
import type { SeedTx } from "./seed-tx";
import { seedSessionDetails } from "./session-details";
import { seedSessions } from "./sessions";
import { seedSites } from "./sites";
import { seedStations } from "./stations";
import { seedTokens } from "./tokens";

const HOUR_MS = 3_600_000;

type Doing = {
  /** Take away what an earlier seed made. */
  readonly resets: boolean;
  /** Told after each part, with how long it took. */
  readonly say: (line: string) => void;
};

/**
 * Fills an empty, migrated database with a fleet and its history: whole or not at all, and the same rows for the same
 * plan. Throws a SeedRefusal where the database holds what no seed made.
 */
export async function seedDatabase(db: Database, plan: SeedPlan, { resets, say }: Doing): Promise<void> {
  const part = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const from = performance.now();
    await work();
    say(`${name} ${((performance.now() - from) / 1000).toFixed(1)} s`);
  };
  await db.$transaction(
    async (tx) => {
      // A running Kituo goes on; what it writes meanwhile waits.
      await tx.$executeRaw`SET LOCAL work_mem = '256MB'`;
      await (resets ? takeAway(tx) : requireEmpty(tx));
      await prepareDraws(tx, plan);
      for (const [name, work] of partsOf(tx, plan)) await part(name, work);
      await writeMark(tx, plan);
    },
    { timeout: HOUR_MS, maxWait: 10_000 },
  );
  await part("statistics", () => db.$executeRaw`VACUUM ANALYZE`);
}

const partsOf = (tx: SeedTx, plan: SeedPlan): readonly (readonly [string, () => Promise<unknown>])[] => [
  ["sites", () => seedSites(tx, plan.stations)],
  ["chargers", () => seedStations(tx, plan.stations)],
  ["connectors", () => seedConnectors(tx)],
  ["connections", () => seedConnections(tx)],
  ["sessions", async () => seedSessions(tx, plan.sessions, await seedTokens(tx, plan.sessions))],
  ["readings and journal", () => seedSessionDetails(tx)],
  ["commands", () => seedCommands(tx, plan.stations)],
  ["firmware", () => seedFirmware(tx, plan.at)],
  ["messages", () => seedMessages(tx)],
];
