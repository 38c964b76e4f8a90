/** `npm run bench -- --only lists`: how soon the lists answer over a large fleet. A slow machine fails nothing. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createDatabase, type Database } from "@/lib/db/client";
import { inProject } from "@/lib/launch/project.mjs";
import { holdFleet } from "../../seed/hold";
import { readMark } from "../../seed/marker";
import { seedDatabase } from "../../seed/seed-database";
import { LIST_CASES, PAGES } from "./cases";
import { type ListRow, type ListServer, measureCase, measurePage } from "./measure";
import { LISTS_HELP, type ListsOptions, parseListsArguments } from "./options";
import { keepPlans, PLANS_FOLDER } from "./plans";
import { isSlow, listsTable } from "./report";
import { startListServer } from "./server";

const SEED = 1;
/** What is seen of the last days would be of long ago. */
const SEED_AGE_MS_MAX = 7 * 86_400_000;

const parsed = parseListsArguments(process.argv.slice(2));
switch (parsed.type) {
  case "Help":
    console.log(LISTS_HELP);
    break;
  case "Wrong":
    console.error(parsed.problem);
    console.error("Run with --help for the options.");
    process.exitCode = 2;
    break;
  case "Run":
    await run(parsed.options);
    process.exit();
}

async function run(options: ListsOptions): Promise<void> {
  const databaseUrl = process.env["DATABASE_URL"];
  if (databaseUrl === undefined) throw new Error("Run it as npm run bench: it needs a database of its own.");
  const db = createDatabase(databaseUrl, { connectionsMax: 3 });
  await provideFleet(db, options);
  const held = await holdFleet(db);
  const { server, stop } = await startListServer(db, process.env);
  try {
    const rows = await measureAll(server, options);
    const ofLists = rows.filter(({ url }) => url.includes("/api/"));
    const spent = await keepPlans(databaseUrl, server.apiKey, ofLists);
    print(options, rows, spent);
    keepResults(options, rows, spent);
  } finally {
    await stop();
    await held.release();
    await db.$disconnect();
  }
}

async function provideFleet(db: Database, { stations, sessions }: ListsOptions): Promise<void> {
  const mark = await readMark(db);
  const isFit =
    mark?.stations === stations && mark.sessions === sessions && Date.now() - mark.at.getTime() < SEED_AGE_MS_MAX;
  if (isFit) return;
  const plan = { stations, sessions, seed: SEED, at: new Date() };
  await seedDatabase(db, plan, { resets: mark !== null, say: (line) => console.log(`  ${line}`) });
}

async function measureAll(server: ListServer, { requests, match }: ListsOptions): Promise<readonly ListRow[]> {
  const rows: ListRow[] = [];
  for (const each of LIST_CASES) if (each.name.includes(match)) rows.push(await measureCase(server, each, requests));
  for (const page of PAGES) if (page.name.includes(match)) rows.push(await measurePage(server, page, requests));
  if (rows.length === 0) throw new Error(`--match: no question has "${match}" in its name`);
  return rows;
}

function print(options: ListsOptions, rows: readonly ListRow[], spent: ReadonlyMap<string, number>): void {
  console.log(
    `\n${options.stations} chargers, ${options.sessions} sessions, each question ${options.requests} times; ms\n`,
  );
  for (const line of listsTable(rows, spent)) console.log(line);
  console.log(`\n${rows.filter(isSlow).length} of ${rows.length} are over their aim`);
  console.log(`Plans in ${path.relative(process.cwd(), PLANS_FOLDER)}`);
}

function keepResults(options: ListsOptions, rows: readonly ListRow[], spent: ReadonlyMap<string, number>): void {
  const folder = inProject("bench-results");
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = path.join(folder, `lists-${at.replaceAll(":", "-")}.json`);
  writeFileSync(file, `${JSON.stringify({ at, options, rows, spent: Object.fromEntries(spent) }, null, 2)}\n`);
}
