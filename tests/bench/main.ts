/** `npm run bench`: measures, prints the tables, writes the JSON. Only wrong books fail it; a slow machine does not. */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import path from "node:path";
import { inProject } from "@/lib/launch/project.mjs";
import { type Books, openBooks } from "./books";
import { type FleetResult, measureFleet } from "./fleet";
import { type BenchOptions, HELP, parseArguments } from "./options";
import { measureRamp, type Ramp } from "./ramp";
import { fleetTable, rampTable, rolloutTable, throughputTable } from "./report";
import { measureRollout, type Rollout } from "./rollout";
import { startKituoTarget, startYardsticks, type Target } from "./targets";
import { measureThroughput, type Throughput } from "./throughput";

type Results = {
  readonly throughput: readonly Throughput[];
  readonly ramp: Ramp | null;
  readonly fleet: FleetResult | null;
  readonly rollout: Rollout | null;
};

const RESULTS_FOLDER = inProject("bench-results");

const parsed = parseArguments(process.argv.slice(2));
switch (parsed.type) {
  case "Help":
    console.log(HELP);
    break;
  case "Wrong":
    console.error(parsed.problem);
    console.error("Run with --help for the options.");
    process.exitCode = 2;
    break;
  case "Run":
    process.exit(await run(parsed.options));
}

async function run(options: BenchOptions): Promise<number> {
  const databaseUrl = process.env["DATABASE_URL"];
  if (databaseUrl === undefined) throw new Error("Run it as npm run bench: it needs a database of its own.");
  const startedAt = new Date();
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  const books = await openBooks(databaseUrl);
  const targets: Target[] = [];
  try {
    // Before there is a gateway: the engine that is measured is the only one.
    const rollout = options.only.has("rollout")
      ? await measureRollout(databaseUrl, { stations: options.rolloutStations, say })
      : null;
    if (options.only.size > (rollout === null ? 0 : 1)) {
      const profileFolder = options.profile ? RESULTS_FOLDER : null;
      targets.push(await startKituoTarget({ database: books.meter, profileFolder }));
      targets.push(...(await startYardsticks()));
    }
    const results = { ...(await measure(options, books, targets)), rollout };
    print(options, books, results);
    const file = path.join(RESULTS_FOLDER, `${startedAt.toISOString().replaceAll(":", "-")}.json`);
    writeFileSync(file, `${JSON.stringify(toJson({ startedAt, options, books, results }), null, 2)}\n`);
    console.log(`\nWritten to ${path.relative(process.cwd(), file)}`);
    return tellMismatches(results) ? 1 : 0;
  } finally {
    await Promise.all(targets.map((target) => target.stop()));
    await books.close();
  }
}

function say(line: string): void {
  console.log(`  ${line}`);
}

async function measure(
  options: BenchOptions,
  books: Books,
  targets: readonly Target[],
): Promise<Omit<Results, "rollout">> {
  const setting = { options, books, say };
  const throughput: Throughput[] = [];
  for (const version of ["1.6", "2.0.1"] as const) {
    if (options.only.has(version)) throughput.push(await measureThroughput(setting, version, targets));
  }
  return {
    throughput,
    ramp: options.only.has("ramp") ? await measureRamp(setting, targets) : null,
    fleet: options.only.has("fleet") ? await measureFleet(setting, targets) : null,
  };
}

function print(options: BenchOptions, books: Books, { throughput, ramp, fleet, rollout }: Results): void {
  const { stations, rounds, seconds } = options;
  const promises = Object.entries(books.durability).map(([name, value]) => `${name} ${value}`);
  console.log(`\n${stations} stations, ${rounds} rounds of ${seconds} s each, in turn; the median round counts`);
  console.log(
    `${availableParallelism()} processors, Node ${process.versions.node}, PostgreSQL with ${promises.join(", ")}`,
  );
  for (const each of throughput) console.log(`\n${throughputTable(each)}`);
  if (ramp !== null) console.log(`\n${rampTable(ramp)}`);
  if (fleet !== null) console.log(`\n${fleetTable(fleet)}`);
  if (rollout !== null) console.log(`\n${rolloutTable(rollout)}`);
}

function tellMismatches(results: Results): boolean {
  const lines = mismatchesOf(results);
  if (lines.length === 0) return false;
  console.error("\nThe database does not hold what was acknowledged:");
  for (const line of lines) console.error(`  ${line}`);
  return true;
}

function mismatchesOf({ throughput, ...parts }: Results): readonly string[] {
  const single = [parts.ramp, parts.fleet, parts.rollout];
  return [...throughput, ...single].flatMap((each) => each?.mismatches ?? []);
}

type Run = {
  readonly startedAt: Date;
  readonly options: BenchOptions;
  readonly books: Books;
  readonly results: Results;
};

function toJson({ startedAt, options, books, results }: Run) {
  return {
    startedAt,
    machine: { processors: availableParallelism(), model: cpus()[0]?.model ?? null, node: process.versions.node },
    options: { ...options, only: [...options.only] },
    durability: books.durability,
    ...results,
    mismatches: mismatchesOf(results),
  };
}
