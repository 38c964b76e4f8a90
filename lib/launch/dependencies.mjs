import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { say, step } from "./console-lines.mjs";
import { LaunchFailure } from "./failure.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { inProject, projectFolder } from "./project.mjs";
import { lastLines, runQuietly } from "./quiet-command.mjs";

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} LockFile */

const stamp = inProject("node_modules", ".kituo-lock-hash");

/** Installs what package-lock.json names, unless exactly that is there. */
export async function ensureDependencies() {
  const wanted = fingerprint(projectFolder, ["package-lock.json"]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!isInstalled()) {
    say("installing dependencies …");
    await step("dependencies installed", install);
  }
  writeFileSync(stamp, wanted);
}

/** npm writes the inner lock file last, so it vouches for a whole installation. */
function isInstalled() {
  const inner = inProject("node_modules", ".package-lock.json");
  if (!existsSync(inner)) return false;
  return isSameInstallation(readLock(inProject("package-lock.json")), readLock(inner));
}

/** @param {LockFile} wanted @param {LockFile} found @returns {boolean} */
export function isSameInstallation(wanted, found) {
  return Object.entries(wanted.packages).every(([place, entry]) => {
    if (place === "" || entry.link === true) return true;
    const installed = found.packages[place];
    // Optional packages of other systems are in the lock file and on no disk.
    return installed === undefined ? entry.optional === true : installed.version === entry.version;
  });
}

async function install() {
  const exact = await npm("ci");
  if (exact.code === 0) return;
  // A registry that lacks packages of other systems makes `npm ci` call the lock file out of step with
  // package.json. `npm install` does without them, and what it installed is compared with the lock file.
  if (/are in sync/.test(exact.output)) {
    await npm("install", "--no-save");
    if (isInstalled()) return;
  }
  throw new LaunchFailure(`The dependencies could not be installed (npm ci):\n${complaintIn(exact.output)}`);
}

/** @param {...string} command */
function npm(...command) {
  const options = [...command, "--loglevel=error", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const program = process.env["npm_execpath"];
  if (program?.endsWith(".js") === true) return runQuietly(process.execPath, [program, ...options]);
  return runQuietly("npm", options, { shell: process.platform === "win32" });
}

/** @param {string} output @returns {string} The first lines of npm's complaint, without its mark. */
function complaintIn(output) {
  const complaint = output.split("\n").filter((line) => /^npm error \S/.test(line) && !/A complete log/.test(line));
  if (complaint.length === 0) return lastLines(output, 6);
  return complaint
    .slice(0, 6)
    .map((line) => line.replace("npm error", " "))
    .join("\n");
}

/** @param {string} file @returns {LockFile} */
function readLock(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
