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
const TOKENS = ["DEMO-ALICE", "DEMO-BARAKA", "DEMO-CHIKU", "DEMO-DAUDI"];

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
      await addDemoData(databaseUrl);
      if (admin === null)
        say(`sign in   ${EMAIL} with the password ${keptSecret(dataFolder, "demo-password", demoPassword)}\n`);
      const options = ["--prefix", "DEMO", "--scenario", "mixed", "--tokens", TOKENS.join(",")];
      return [simulatorCommand(settings.ocppPort, [...options, "--stations", values.stations])];
    },
  });
});

function demoPassword() {
  return `${readableCode()}-${readableCode()}`;
}

/** @param {string} databaseUrl */
async function addDemoData(databaseUrl) {
  const program = typescript(inProject("lib", "launch", "demo-data.ts"), TOKENS);
  const { code, output } = await runQuietly(process.execPath, program, {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  if (code !== 0) throw new LaunchFailure(`The demo data could not be written:\n${lastLines(output, 5)}`);
}
