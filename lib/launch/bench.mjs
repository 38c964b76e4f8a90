import { requireNode } from "./node-version.mjs";

requireNode();
const { typescript } = await import("./commands.mjs");
const { step } = await import("./console-lines.mjs");
const { runCommand } = await import("./failure.mjs");
const { runInForeground } = await import("./foreground.mjs");
const { applyMigrations } = await import("./open-database.mjs");
const { freePort } = await import("./ports.mjs");
const { inProject } = await import("./project.mjs");
const { setUp } = await import("./set-up.mjs");

/** The benchmarks, on a database that is thrown away but as durable as the real one. */
async function main() {
  await setUp();
  const { startEmbeddedDatabase } = await import("./embedded-database.mjs");
  const dataFolder = inProject(`.data-bench-${process.pid}`);
  const database = await step("database started", () => startEmbeddedDatabase({ dataFolder }));
  try {
    await applyMigrations(database.url);
    return await runInForeground(typescript(inProject("tests", "bench", "main.ts"), process.argv.slice(2)), {
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

await runCommand(main);
