import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "./databases.mjs";
import { LaunchFailure } from "./failure.mjs";
import { connectionUrl } from "./postgres-connection.mjs";
import { commandOf, exists } from "./process-identity.mjs";

/**
 * The server process of one cluster.
 * @typedef {{
 *   cluster: string,
 *   logFile: string,
 *   program: string,
 *   account: import("./postgres-account.mjs").Account | null,
 *   settings: Readonly<Record<string, string>>,
 * }} Postmaster
 */

const START_SECONDS = 60;
const STOP_SECONDS = 30;
const LOG_BYTES_MAX = 10_000_000;

/** @param {string} cluster @returns {{ pid: number, port: number } | null} The process that holds the cluster, if one does. */
export function runningPostmaster(cluster) {
  const file = path.join(cluster, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  if (!exists(pid)) return null;
  const command = commandOf(pid);
  if (command !== "" && !/postgres/.test(command)) {
    // The number of a crashed server went to a stranger, for which PostgreSQL would refuse to start.
    rmSync(file, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3]) };
}

/**
 * @param {string} cluster
 * @param {import("./postgres-connection.mjs").Connection} connection
 * @returns {Promise<boolean>} Whether this very cluster answers to our password.
 */
export async function answers(cluster, connection) {
  try {
    return await withClient(connectionUrl(connection, "postgres"), async (client) => {
      const { rows } = await client.query("SELECT current_setting('data_directory') AS folder");
      return path.resolve(rows[0].folder) === path.resolve(cluster);
    });
  } catch {
    return false;
  }
}

/**
 * @param {Postmaster} postmaster
 * @param {import("./postgres-connection.mjs").Connection} connection
 */
export async function startPostmaster(postmaster, connection) {
  const deadline = Date.now() + START_SECONDS * 1000;
  for (;;) {
    const complaint = await tryToStart(postmaster, connection, deadline);
    if (complaint === null) return;
    // Backends of a killed server hold its memory until they notice, a second or so.
    const isPassing = /shared memory block|lock file .* already exists/.test(complaint);
    if (!isPassing || Date.now() > deadline) {
      throw new LaunchFailure(`The database did not start: ${complaint} (log: ${postmaster.logFile})`);
    }
    await sleep(500);
  }
}

/** @param {string} cluster @param {"fast" | "immediate"} [mode] */
export async function stopPostmaster(cluster, mode = "fast") {
  const running = runningPostmaster(cluster);
  if (running === null) return;
  signal(running.pid, mode === "fast" ? "SIGINT" : "SIGQUIT");
  if (await isGone(running.pid, STOP_SECONDS)) return;
  signal(running.pid, "SIGQUIT");
  if (await isGone(running.pid, 5)) return;
  throw new LaunchFailure(`The database (process ${running.pid}) does not stop.`);
}

/**
 * @param {Postmaster} postmaster
 * @param {import("./postgres-connection.mjs").Connection} connection
 * @param {number} deadline
 * @returns {Promise<string | null>} Null once it answers, or what it complained of.
 */
async function tryToStart(postmaster, connection, deadline) {
  rotate(postmaster.logFile);
  const log = openSync(postmaster.logFile, "a", 0o600);
  const logStart = statSync(postmaster.logFile).size;
  let hasExited = false;
  const child = spawn(postmaster.program, serverOptions(postmaster, connection.port), {
    // A session of its own: Ctrl-C in the terminal must reach the launcher only, which stops it last.
    detached: true,
    cwd: path.parse(postmaster.program).root,
    env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC" },
    stdio: ["ignore", log, log],
    ...(postmaster.account === null ? {} : { uid: postmaster.account.uid, gid: postmaster.account.gid }),
  });
  child.once("exit", () => {
    hasExited = true;
  });
  child.once("error", () => {
    hasExited = true;
  });
  child.unref();
  closeSync(log);

  while (!hasExited && Date.now() < deadline) {
    if (await answers(postmaster.cluster, connection)) return null;
    await sleep(50);
  }
  return hasExited ? complaintIn(postmaster.logFile, logStart) : "it does not answer";
}

/** @param {Postmaster} postmaster @param {number} port @returns {string[]} */
function serverOptions({ cluster, settings }, port) {
  const all = { ...settings, listen_addresses: "127.0.0.1", port: String(port), unix_socket_directories: "" };
  return ["-D", cluster, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/** @param {string} file @param {number} from @returns {string} */
function complaintIn(file, from) {
  const lines = readFileSync(file).subarray(from).toString().trim().split("\n");
  return lines.findLast((line) => /FATAL|PANIC|could not|error/i.test(line)) ?? lines.at(-1) ?? "it said nothing";
}

/** @param {string} file */
function rotate(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && found.size > LOG_BYTES_MAX) renameSync(file, `${file}.1`);
}

/** @param {number} pid @param {NodeJS.Signals} name */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It went by itself between the look and the act.
  }
}

/** @param {number} pid @param {number} seconds */
async function isGone(pid, seconds) {
  const deadline = Date.now() + seconds * 1000;
  while (exists(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}
