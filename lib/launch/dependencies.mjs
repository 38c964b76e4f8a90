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
  const options = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const npm = process.env["npm_execpath"];
  const { code, output } =
    npm?.endsWith(".js") === true
      ? await runQuietly(process.execPath, [npm, ...options])
      : await runQuietly("npm", options, { shell: process.platform === "win32" });
  if (code === 0) return;
  const complaints = output.split("\n").filter((line) => line.startsWith("npm error"));
  throw new LaunchFailure(
    `The dependencies could not be installed (npm ci):\n${lastLines(complaints.length > 0 ? complaints.join("\n") : output, 6)}`,
  );
}

/** @param {string} file @returns {LockFile} */
function readLock(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
