import { requireNode } from "./node-version.mjs";

requireNode();
const { typescript } = await import("./commands.mjs");
const { step } = await import("./console-lines.mjs");
const { lockDataFolder } = await import("./data-folder.mjs");
const { runCommand } = await import("./failure.mjs");
const { runInForeground } = await import("./foreground.mjs");
const { applyMigrations, openDatabase } = await import("./open-database.mjs");
const { freePort } = await import("./ports.mjs");
const { inProject } = await import("./project.mjs");
const { setUp } = await import("./set-up.mjs");

/** The lists need a large database, which is kept; everything else begins with an empty one. */
const LISTS_DATA = ".data-bench-lists";

async function main() {
  const args = process.argv.slice(2);
  const asksForLists = args.some(
    (arg, index) => arg === "--only=lists" || (arg === "lists" && args[index - 1] === "--only"),
  );
  await setUp();
  return asksForLists ? benchLists(args) : benchThrowAway(args);
}

/** On a database that is thrown away but as durable as the real one. @param {readonly string[]} args */
async function benchThrowAway(args) {
  const { startEmbeddedDatabase } = await import("./embedded-database.mjs");
  const dataFolder = inProject(`.data-bench-${process.pid}`);
  const database = await step("database started", () => startEmbeddedDatabase({ dataFolder }));
  try {
    await applyMigrations(database.url);
    return await runInForeground(typescript(inProject("tests", "bench", "main.ts"), args), {
      ...process.env,
      DATABASE_URL: database.url,
      KITUO_DATA_DIR: dataFolder,
      KITUO_WEB_PORT: String(await freePort()),
      KITUO_OCPP_PORT: String(await freePort()),
      KITUO_LIVE_PORT: String(await freePort()),
      KITUO_UNKNOWN_STATIONS: "accept",
      BETTER_AUTH_SECRET: "only-for-benchmarks-on-this-machine",
    });
  } finally {
    await database.destroy();
  }
}

/** @param {readonly string[]} args */
async function benchLists(args) {
  const program = typescript(inProject("tests", "bench", "lists", "main.ts"), args);
  if (args.includes("--help")) return runInForeground(program, process.env);
  const dataFolder = inProject(LISTS_DATA);
  const lock = lockDataFolder(dataFolder, "npm run bench");
  try {
    const { ensureWebBuild } = await import("./web-build.mjs");
    const buildFolder = await ensureWebBuild();
    const database = await openDatabase({ databaseUrl: null, dataFolder });
    try {
      return await runInForeground(program, {
        ...process.env,
        DATABASE_URL: database.url,
        KITUO_DATA_DIR: dataFolder,
        KITUO_BUILD_DIR: buildFolder,
      });
    } finally {
      await database.stop();
    }
  } finally {
    lock.release();
  }
}

await runCommand(main);
