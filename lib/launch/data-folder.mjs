import { accessSync, constants, mkdirSync } from "node:fs";
import path from "node:path";
import { LaunchFailure, reasonOf } from "./failure.mjs";
import { tryLock } from "./file-lock.mjs";

/**
 * Takes a data folder for this process alone.
 * @param {string} dataFolder
 * @param {string} purpose Such as "npm start".
 * @returns {{ release: () => void }}
 */
export function lockDataFolder(dataFolder, purpose) {
  try {
    // As root, PostgreSQL runs as another user, who passes through here to its own folder.
    mkdirSync(dataFolder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    accessSync(dataFolder, constants.W_OK);
  } catch (error) {
    throw new LaunchFailure(`The data folder ${dataFolder} cannot be used: ${reasonOf(error)}`);
  }
  const lock = tryLock(path.join(dataFolder, "lock"), purpose);
  if ("release" in lock) return lock;
  const who = lock.holder === null ? "another process" : `${lock.holder.purpose} (process ${lock.holder.pid})`;
  throw new LaunchFailure(
    `Kituo is running on this data already: ${who} has ${dataFolder}. Stop it, or set KITUO_DATA_DIR and other ports to run a second one.`,
  );
}
