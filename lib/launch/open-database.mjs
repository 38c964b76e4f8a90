import { realpathSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { say, step } from "./console-lines.mjs";
import { LaunchFailure, reasonOf } from "./failure.mjs";

const WATCH_MS = 1_000;

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
  if (!database.cluster.startsWith(realpathSync(dataFolder))) {
    say(
      `the database is kept in ${database.cluster}: PostgreSQL, which does not run as root, cannot reach ${dataFolder}`,
    );
  }
  const stopWatching = watch(database);
  return {
    url: database.url,
    stop: async () => {
      await stopWatching();
      await database.stop();
    },
  };
}

/**
 * Starts the server again if it is killed from outside.
 * @param {import("./embedded-database.mjs").EmbeddedDatabase} database
 */
function watch(database) {
  const controller = new AbortController();
  const watching = (async () => {
    while (await sleep(WATCH_MS, true, { signal: controller.signal, ref: false }).catch(() => false)) {
      if (database.isRunning()) continue;
      await step("the database ended unexpectedly; started it again", () => database.start()).catch((error) =>
        say(reasonOf(error)),
      );
    }
  })();
  return async () => {
    controller.abort();
    await watching;
  };
}
