import { say, step } from "./console-lines.mjs";
import { LaunchFailure } from "./failure.mjs";

/**
 * Loaded before dependencies are installed, so what needs them is loaded when it is used.
 * @typedef {{ url: string, stop: () => Promise<void> }} OpenDatabase
 */

/**
 * The database of an instance, migrated: the given one, or the embedded one of its data folder.
 * @param {Pick<import("./environment.mjs").Settings, "databaseUrl" | "dataFolder">} settings
 * @returns {Promise<OpenDatabase>} `stop` leaves a given database alone.
 */
export async function openDatabase({ databaseUrl, dataFolder }) {
  const opened =
    databaseUrl === null ? await openEmbedded(dataFolder) : { url: databaseUrl, stop: async () => undefined };
  try {
    await applyMigrations(opened.url);
    return opened;
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

/** @param {string} url */
export async function applyMigrations(url) {
  const { migrate, MigrationFailure } = await import("../db/migrate.mjs");
  const applied = await migrate(url).catch((error) => {
    throw error instanceof MigrationFailure ? new LaunchFailure(error.message) : error;
  });
  for (const name of applied) say(`database migrated: ${name}`);
}

/** @param {string} dataFolder @returns {Promise<OpenDatabase>} */
async function openEmbedded(dataFolder) {
  const { startEmbeddedDatabase } = await import("./embedded-database.mjs");
  const database = await step("database started", () => startEmbeddedDatabase({ dataFolder }));
  return { url: database.url, stop: () => database.stop() };
}
