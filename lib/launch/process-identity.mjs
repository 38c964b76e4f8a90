import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { codeOf } from "./failure.mjs";

/**
 * Tells a process from a later one that got the same number.
 * @typedef {{ pid: number, born: string | null }} ProcessIdentity
 */

/** @param {number} pid @returns {ProcessIdentity} */
export function identityOf(pid) {
  return { pid, born: birthOf(pid) };
}

/** @param {ProcessIdentity} identity @returns {boolean} True while that very process runs. */
export function isAlive(identity) {
  if (!exists(identity.pid)) return false;
  const born = birthOf(identity.pid);
  return born === null || identity.born === null || born === identity.born;
}

/** @param {number} pid @returns {boolean} */
export function exists(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
  return !isZombie(pid);
}

/** @param {number} pid @returns {string} The command line, or an empty text where it cannot be read. */
export function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return process.platform === "win32" ? "" : ps(pid, "command=");
  }
}

/** @param {number} pid @returns {string | null} A text that no other process with this number will have. */
function birthOf(pid) {
  if (process.platform === "win32") return null;
  const stat = statOf(pid);
  if (stat !== null) return `${bootId()}:${stat[19] ?? ""}`;
  return ps(pid, "lstart=") || null;
}

/** @param {number} pid @returns {boolean} */
function isZombie(pid) {
  return statOf(pid)?.[0] === "Z";
}

/** @param {number} pid @returns {string[] | null} The fields of /proc/<pid>/stat from the state on. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

function bootId() {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/** @param {number} pid @param {string} column @returns {string} */
function ps(pid, column) {
  const { stdout } = spawnSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8" });
  return (stdout ?? "").trim();
}
