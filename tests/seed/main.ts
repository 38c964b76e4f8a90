/** `npm run seed`: fills the configured database with a believable fleet. */
import { createDatabase, type Database } from "@/lib/db/client";
import { HELP, parseArguments } from "./arguments";
import { holdFleet } from "./hold";
import { SeedRefusal } from "./marker";
import { seedDatabase } from "./seed-database";

const databaseUrl = process.env["DATABASE_URL"];
const request = parseArguments(process.argv.slice(2), new Date());
switch (request.type) {
  case "Help":
    console.log(HELP);
    break;
  case "Wrong":
    console.error(request.problem);
    console.error("Run with --help for the options.");
    process.exitCode = 2;
    break;
  case "Run": {
    if (databaseUrl === undefined) throw new Error("Run it as npm run seed: it needs the address of a database.");
    const db = createDatabase(databaseUrl, { connectionsMax: 2 });
    try {
      process.exitCode = await run(db, request);
    } finally {
      await db.$disconnect();
    }
  }
}

async function run(db: Database, { plan, resets, holds }: Extract<typeof request, { type: "Run" }>): Promise<number> {
  const from = performance.now();
  try {
    await seedDatabase(db, plan, { resets, say: (line) => console.error(`  ${line}`) });
  } catch (error) {
    if (!(error instanceof SeedRefusal)) throw error;
    console.error(error.message);
    return 1;
  }
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  console.error(`${plan.stations} chargers and ${plan.sessions} sessions in ${seconds} s`);
  if (!holds) return 0;
  const held = await holdFleet(db);
  console.error("The fleet's line is open until Ctrl-C.");
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
  await held.release();
  return 0;
}
