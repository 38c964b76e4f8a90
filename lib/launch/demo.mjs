import { requireNode } from "./node-version.mjs";

requireNode();
const { parseArgs } = await import("node:util");
const { simulatorCommand, typescript } = await import("./commands.mjs");
const { say } = await import("./console-lines.mjs");
const { readEnvironment } = await import("./environment.mjs");
const { LaunchFailure, runCommand } = await import("./failure.mjs");
const { runInstance } = await import("./instance.mjs");
const { inProject } = await import("./project.mjs");
const { lastLines, runQuietly } = await import("./quiet-command.mjs");
const { keptSecret, readableCode } = await import("./secrets.mjs");

const EMAIL = "demo@kituo.local";
const PREFIX = "DEMO";
/** The share of chargers whose updates go wrong. */
const FIRMWARE_FAULTS = "0.15";
/** Drivers take cards at random, and a card charges at one place at a time: there are plenty. */
const CARDS_PER_STATION = 4;

/** A whole Kituo on data of its own, with a simulated fleet that anyone may watch. */
await runCommand(async () => {
  const { values } = parseArgs({ options: { stations: { type: "string", default: "25" } } });
  if (!/^[1-9]\d{0,3}$/.test(values.stations)) throw new LaunchFailure("--stations: a number from 1 to 9999");
  const given = { KITUO_DATA_DIR: ".data-demo", KITUO_UNKNOWN_STATIONS: "accept", ...process.env };
  const { dataFolder, admin } = readEnvironment(given);

  await runInstance({
    purpose: "npm run demo",
    environment: given,
    provideAdmin: () => admin ?? { email: EMAIL, password: keptSecret(dataFolder, "demo-password", demoPassword) },
    whenReady: async ({ settings, databaseUrl }) => {
      const cards = demoCards(Number(values.stations) * CARDS_PER_STATION);
      await addDemoData(databaseUrl, values.stations, cards);
      void addDemoRollout(databaseUrl, values.stations);
      if (admin === null)
        say(`sign in   ${EMAIL} with the password ${keptSecret(dataFolder, "demo-password", demoPassword)}\n`);
      const parts = ["--scenario", "mixed", "--firmware-faults", FIRMWARE_FAULTS];
      const options = ["--prefix", PREFIX, "--stations", values.stations, "--tokens", cards.join(",")];
      return [simulatorCommand(settings.ocppPort, [...options, ...parts])];
    },
  });
});

function demoPassword() {
  return `${readableCode()}-${readableCode()}`;
}

/** @param {number} count @returns {string[]} At most what a command line holds. */
function demoCards(count) {
  return Array.from({ length: Math.min(count, 5_000) }, (_, index) => `DEMO${String(index + 1).padStart(4, "0")}`);
}

/** @param {string} databaseUrl @param {string} stations @param {readonly string[]} cards */
async function addDemoData(databaseUrl, stations, cards) {
  const written = await runProgram(databaseUrl, "demo-data.ts", ["--prefix", PREFIX, "--stations", stations, ...cards]);
  if (written !== null) throw new LaunchFailure(`The demo data could not be written:\n${written}`);
}

/**
 * Waits for the chargers by itself: the demo goes on meanwhile, and without it if need be.
 * @param {string} databaseUrl @param {string} stations
 */
async function addDemoRollout(databaseUrl, stations) {
  // Rejected when the demo is stopped first.
  const failure = await runProgram(databaseUrl, "demo-rollout.ts", [stations]).catch(() => null);
  if (failure !== null) say(`the demo has no firmware campaign: ${failure}`);
}

/**
 * Null where it did what it was to do, otherwise what it said last.
 * @param {string} databaseUrl @param {string} name @param {readonly string[]} args
 */
async function runProgram(databaseUrl, name, args) {
  const program = typescript(inProject("lib", "launch", name), args);
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const { code, output } = await runQuietly(process.execPath, program, { env });
  return code === 0 ? null : lastLines(output, 5);
}
