import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { recordOwner, removeAbandonedDatabases, THROW_AWAY_PREFIX } from "./abandoned-databases.mjs";
import { ensureDatabase } from "./databases.mjs";
import { LaunchFailure } from "./failure.mjs";
import { freePort, isPortFree } from "./ports.mjs";
import { postgresAccount } from "./postgres-account.mjs";
import { embeddedBinaries } from "./postgres-binaries.mjs";
import { createCluster, requireSameVersion } from "./postgres-cluster.mjs";
import { connectionUrl, readConnection, writeConnection } from "./postgres-connection.mjs";
import { existingCluster, placeForCluster, reachableBinaries } from "./postgres-place.mjs";
import { answers, runningPostmaster, startPostmaster, stopPostmaster } from "./postmaster.mjs";

/**
 * A PostgreSQL that lives in a data folder.
 * @typedef {{
 *   url: string,
 *   serverUrl: string,
 *   cluster: string,
 *   wasRunning: boolean,
 *   isRunning: () => boolean,
 *   start: () => Promise<void>,
 *   stop: (mode?: "fast" | "immediate") => Promise<void>,
 *   destroy: () => Promise<void>,
 * }} EmbeddedDatabase
 */

const DATABASE = "kituo";

const SETTINGS = {
  max_connections: "100",
  shared_buffers: "256MB",
  jit: "off",
  random_page_cost: "1.1",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
  log_checkpoints: "off",
};

/** A throw-away database may lose everything when the machine goes down, but not when a process does. */
const THROW_AWAY_SETTINGS = {
  ...SETTINGS,
  shared_buffers: "64MB",
  max_connections: "300",
  fsync: "off",
  full_page_writes: "off",
};

/**
 * Makes (once) and starts (unless it runs) the database of a data folder. The caller holds the lock
 * of that folder.
 * @param {{ dataFolder: string, isThrowAway?: boolean }} options
 * @returns {Promise<EmbeddedDatabase>}
 */
export async function startEmbeddedDatabase({ dataFolder, isThrowAway = false }) {
  mkdirSync(dataFolder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const { cluster, postmaster } = await prepare(dataFolder, isThrowAway);
  const wasRunning = await ensureRunning(dataFolder, postmaster);
  const serverUrl = connectionUrl(requireConnection(dataFolder), "postgres");
  await ensureDatabase(serverUrl, DATABASE);

  return {
    url: connectionUrl(requireConnection(dataFolder), DATABASE),
    serverUrl,
    cluster,
    wasRunning,
    isRunning: () => runningPostmaster(cluster) !== null,
    start: async () => {
      await ensureRunning(dataFolder, postmaster, false);
    },
    stop: (mode) => stopPostmaster(cluster, mode),
    destroy: async () => {
      await stopPostmaster(cluster, "immediate");
      for (const folder of [cluster, dataFolder]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A database for a test or a command, in a folder of its own; `destroy` leaves nothing of it. */
export async function startThrowAwayDatabase() {
  await removeAbandonedDatabases();
  const dataFolder = mkdtempSync(THROW_AWAY_PREFIX);
  chmodSync(dataFolder, 0o711);
  recordOwner(dataFolder);
  return startEmbeddedDatabase({ dataFolder, isThrowAway: true });
}

/** @param {string} dataFolder @returns {Promise<string | null>} The address of its database, while that runs. */
export async function runningDatabaseUrl(dataFolder) {
  const cluster = existingCluster(dataFolder);
  const connection = readConnection(dataFolder);
  if (cluster === null || connection === null || runningPostmaster(cluster) === null) return null;
  return (await answers(cluster, connection)) ? connectionUrl(connection, DATABASE) : null;
}

/** @param {string} dataFolder @param {boolean} isThrowAway */
async function prepare(dataFolder, isThrowAway) {
  const existing = existingCluster(dataFolder);
  const account = postgresAccount(existing ?? path.join(dataFolder, "postgres"));
  const binaries = reachableBinaries(embeddedBinaries(), account);
  if (existing === null) {
    const place = placeForCluster(dataFolder, account);
    await createCluster({ dataFolder, place, binaries, account, isThrowAway });
  }
  const cluster = existing ?? existingCluster(dataFolder);
  if (cluster === null) throw new Error(`No cluster was made in ${dataFolder}.`);
  requireSameVersion(cluster, binaries);
  const settings = isThrowAway ? THROW_AWAY_SETTINGS : SETTINGS;
  const logFile = path.join(dataFolder, "postgres.log");
  return { cluster, postmaster: { cluster, logFile, program: binaries.postgres, account, settings } };
}

/**
 * @param {string} dataFolder
 * @param {import("./postmaster.mjs").Postmaster} postmaster
 * @param {boolean} mayMove Whether another port may be taken when the kept one is not free.
 * @returns {Promise<boolean>} Whether it ran already.
 */
async function ensureRunning(dataFolder, postmaster, mayMove = true) {
  if (await isRunning(dataFolder, postmaster.cluster)) return true;
  const connection = requireConnection(dataFolder);
  if (!mayMove || (await isPortFree(connection.port, "127.0.0.1"))) {
    await startPostmaster(postmaster, connection);
    return false;
  }
  const moved = { ...connection, port: await freePort() };
  writeConnection(dataFolder, moved);
  await startPostmaster(postmaster, moved);
  return false;
}

/**
 * Waits while a server of this cluster comes up or goes down.
 * @param {string} dataFolder
 * @param {string} cluster
 */
async function isRunning(dataFolder, cluster) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const running = runningPostmaster(cluster);
    if (running === null) return false;
    if (await answers(cluster, requireConnection(dataFolder))) return true;
    if (Date.now() > deadline) {
      throw new LaunchFailure(
        `The database process ${running.pid} of ${cluster} runs but does not answer: stop it first.`,
      );
    }
    await sleep(200);
  }
}

/** @param {string} dataFolder */
function requireConnection(dataFolder) {
  const connection = readConnection(dataFolder);
  if (connection !== null) return connection;
  throw new LaunchFailure(
    `${path.join(dataFolder, "postgres.json")} is missing: without it the database cannot be opened.`,
  );
}
