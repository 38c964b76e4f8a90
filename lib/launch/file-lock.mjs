import { constants, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "./failure.mjs";
import { identityOf, isAlive } from "./process-identity.mjs";

/**
 * A lock that is a file with the name of its holder. A holder that died, however it died, holds nothing.
 * @typedef {import("./process-identity.mjs").ProcessIdentity & { purpose: string, since: string }} Holder
 */

/** A file without a readable holder is one that is being written, for so long. */
const WRITING_MS = 2_000;

/**
 * @param {string} file
 * @param {string} purpose What the holder is, for the line that another one prints.
 * @returns {{ release: () => void } | { holder: Holder | null }} The lock, or who has it.
 */
export function tryLock(file, purpose) {
  const mine = { ...identityOf(process.pid), purpose, since: new Date().toISOString() };
  mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    if (create(file, mine)) return { release: () => release(file, mine) };
    const found = read(file);
    if (found === "gone") continue;
    if (found === "being written") return { holder: null };
    if (found !== "unreadable" && isAlive(found)) return { holder: found };
    removeStale(file, found);
  }
}

/**
 * Waits for a lock that others hold for a while only.
 * @param {string} file
 * @param {string} purpose
 * @returns {Promise<{ release: () => void }>}
 */
export async function waitForLock(file, purpose) {
  for (;;) {
    const lock = tryLock(file, purpose);
    if ("release" in lock) return lock;
    await sleep(250);
  }
}

/** @param {string} file @param {Holder} holder @returns {boolean} */
function create(file, holder) {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file @returns {Holder | "gone" | "being written" | "unreadable"} */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "gone";
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return "gone";
    return Date.now() - found.mtimeMs < WRITING_MS ? "being written" : "unreadable";
  }
}

/**
 * Takes a dead holder's file out of the way; puts it back if another process replaced it in between.
 * @param {string} file
 * @param {Holder | "unreadable"} expected
 */
function removeStale(file, expected) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const taken = read(aside);
  if (typeof taken === "object" && JSON.stringify(taken) !== JSON.stringify(expected)) putBack(aside, file);
  rmSync(aside, { force: true });
}

/** @param {string} aside @param {string} file */
function putBack(aside, file) {
  try {
    copyFileSync(aside, file, constants.COPYFILE_EXCL);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/** @param {string} file @param {Holder} mine */
function release(file, mine) {
  const found = read(file);
  if (typeof found === "object" && found.pid === mine.pid && found.born === mine.born) rmSync(file, { force: true });
}
