import { randomBytes } from "node:crypto";
import { cpSync, existsSync, lstatSync, mkdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { LaunchFailure, reasonOf } from "./failure.mjs";
import { canReach } from "./postgres-account.mjs";

/**
 * Where root keeps what its PostgreSQL account cannot reach in the checkout or the data folder,
 * as when those are in /root.
 */
const ELSEWHERE = "/var/lib/kituo";

/**
 * Where the cluster of a data folder is, or is to be made. `link` is where it is looked for.
 * @typedef {{ cluster: string, link: string }} ClusterPlace
 */

/** @param {string} dataFolder @returns {string | null} The cluster's real folder, once it has been made. */
export function existingCluster(dataFolder) {
  const link = path.join(dataFolder, "postgres");
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) return null;
  try {
    return realpathSync(link);
  } catch {
    throw new LaunchFailure(`${link} points to a folder that is gone: put it back, or remove ${link} to start empty.`);
  }
}

/**
 * @param {string} dataFolder
 * @param {import("./postgres-account.mjs").Account | null} account
 * @returns {ClusterPlace} Where to make a cluster.
 */
export function placeForCluster(dataFolder, account) {
  const link = path.join(dataFolder, "postgres");
  if (account === null || canReach(dataFolder, account)) return { cluster: link, link };
  return { cluster: path.join(folderElsewhere(account), `data-${randomBytes(4).toString("hex")}`), link };
}

/**
 * @param {import("./postgres-binaries.mjs").PostgresBinaries} binaries
 * @param {import("./postgres-account.mjs").Account | null} account
 * @returns {import("./postgres-binaries.mjs").PostgresBinaries} The same, or a copy that the account can reach.
 */
export function reachableBinaries(binaries, account) {
  if (account === null || canReach(binaries.postgres, account)) return binaries;
  const folder = path.join(folderElsewhere(account), `postgresql-${binaries.version}`);
  if (!existsSync(folder)) copyWhole(binaries.folder, folder);
  const inFolder = (/** @type {string} */ program) => path.join(folder, "bin", path.basename(program));
  return { ...binaries, folder, postgres: inFolder(binaries.postgres), initdb: inFolder(binaries.initdb) };
}

/** @param {string} from @param {string} to */
function copyWhole(from, to) {
  const partial = `${to}.${process.pid}`;
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, to);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another process may have put its copy there first.
    if (!existsSync(to)) throw error;
  }
}

/** @param {import("./postgres-account.mjs").Account} account @returns {string} */
function folderElsewhere(account) {
  try {
    mkdirSync(ELSEWHERE, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw unreachable(account, reasonOf(error));
  }
  if (!canReach(ELSEWHERE, account)) throw unreachable(account, `${ELSEWHERE} is closed to it`);
  return ELSEWHERE;
}

/** @param {import("./postgres-account.mjs").Account} account @param {string} reason */
function unreachable(account, reason) {
  return new LaunchFailure(
    `As root, PostgreSQL runs as ${account.name}, which cannot reach this folder (${reason}): start Kituo as an ordinary user, move it out of a private folder, or set DATABASE_URL.`,
  );
}
