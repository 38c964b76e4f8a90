import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { existingCluster } from "./postgres-place.mjs";
import { stopPostmaster } from "./postmaster.mjs";
import { identityOf, isAlive } from "./process-identity.mjs";

/** How the folders of throw-away databases are called. */
export const THROW_AWAY_PREFIX = path.join(tmpdir(), "kituo-database-");

/** Says that the database in this folder is this process's own, to be thrown away with it. @param {string} dataFolder */
export function recordOwner(dataFolder) {
  writeFileSync(ownerFile(dataFolder), JSON.stringify(identityOf(process.pid)));
}

/** Stops and removes the throw-away databases of processes that were killed before they could. */
export async function removeAbandonedDatabases() {
  const parent = path.dirname(THROW_AWAY_PREFIX);
  for (const name of readdirSync(parent)) {
    const folder = path.join(parent, name);
    if (folder.startsWith(THROW_AWAY_PREFIX) && isAbandoned(folder)) await remove(folder).catch(() => undefined);
  }
}

/** @param {string} folder @returns {boolean} False too for one that is not ours to judge. */
function isAbandoned(folder) {
  try {
    return !isAlive(JSON.parse(readFileSync(ownerFile(folder), "utf8")));
  } catch {
    return false;
  }
}

/** @param {string} folder */
async function remove(folder) {
  const cluster = existingCluster(folder);
  if (cluster !== null) await stopPostmaster(cluster, "immediate");
  for (const place of [cluster ?? folder, folder]) rmSync(place, { recursive: true, force: true });
}

/** @param {string} folder */
function ownerFile(folder) {
  return path.join(folder, "owner.json");
}
