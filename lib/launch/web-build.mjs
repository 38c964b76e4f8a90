import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { webBuildArguments } from "./commands.mjs";
import { say, step } from "./console-lines.mjs";
import { LaunchFailure } from "./failure.mjs";
import { waitForLock } from "./file-lock.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { identityOf, isAlive } from "./process-identity.mjs";
import { inProject, projectFolder } from "./project.mjs";
import { lastLines, runQuietly } from "./quiet-command.mjs";

/** All that a build is made of. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
const IGNORED = /^lib\/(launch|db\/generated)\/|\.md$/;

/** Written last, so that a build with it is whole. */
const STAMP = "kituo-build.json";
const USERS = "kituo-users";

/**
 * Builds the web app unless the sources as they are now have been built. Each build has a folder of its
 * own, so that a new one takes nothing from under a running app.
 * @returns {Promise<string>} The build's folder, relative to the checkout.
 */
export async function ensureWebBuild() {
  const name = fingerprint(projectFolder, SOURCES, (file) => IGNORED.test(file)).slice(0, 12);
  const folder = path.join(".next", name);
  const lock = await waitForLock(inProject(".next", "build.lock"), "web build");
  try {
    if (!existsSync(inProject(folder, STAMP))) {
      say("building the web app …");
      await step("web app built", () => build(folder, name));
    }
    recordUser(folder);
    removeUnused(folder);
  } finally {
    lock.release();
  }
  return folder;
}

/** @param {string} folder @returns {Record<string, string>} The environment in which Next works on a build. */
export function buildEnvironment(folder) {
  return { KITUO_BUILD_DIR: folder, KITUO_TSCONFIG: `${folder}.tsconfig.json`, NEXT_TELEMETRY_DISABLED: "1" };
}

/** Next completes the tsconfig it is given; this one is not in the repository. @param {string} folder */
export function writeTsconfig(folder) {
  const file = inProject(`${folder}.tsconfig.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  const up = path.relative(path.dirname(file), projectFolder).replaceAll("\\", "/");
  const include = [`${up}/next-env.d.ts`, `${up}/**/*.ts`, `${up}/**/*.tsx`];
  const content = { extends: `${up}/tsconfig.json`, include, exclude: [`${up}/node_modules`] };
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** @param {string} folder @param {string} name */
async function build(folder, name) {
  if (existsSync(inProject(folder))) {
    // A killed launcher's build ends itself within a moment; only then may its folder go.
    await sleep(1_000);
    rmSync(inProject(folder), { recursive: true, force: true });
  }
  writeTsconfig(folder);
  const { code, output } = await runQuietly(process.execPath, webBuildArguments, {
    env: { ...process.env, ...buildEnvironment(folder), NODE_ENV: "production" },
  });
  writeNextTypes();
  if (code !== 0) {
    rmSync(inProject(folder), { recursive: true, force: true });
    throw new LaunchFailure(`The web app could not be built:\n${lastLines(output, 40)}`);
  }
  writeFileSync(inProject(folder, STAMP), `${JSON.stringify({ name, builtAt: new Date().toISOString() })}\n`);
}

/** Next would point this file at types inside the one build; the compiler must do without any build. */
export function writeNextTypes() {
  const lines = ["next", "next/image-types/global"].map((types) => `/// <reference types="${types}" />\n`);
  writeFileSync(inProject("next-env.d.ts"), lines.join(""));
}

/** Says that this process serves the build, for as long as it lives. @param {string} folder */
function recordUser(folder) {
  mkdirSync(inProject(folder, USERS), { recursive: true });
  writeFileSync(inProject(folder, USERS, String(process.pid)), JSON.stringify(identityOf(process.pid)));
}

/** Removes builds that are neither current nor served by a living process. @param {string} current */
function removeUnused(current) {
  for (const entry of readdirSync(inProject(".next"), { withFileTypes: true })) {
    const folder = path.join(".next", entry.name);
    if (!entry.isDirectory() || !/^[0-9a-f]{12}$/.test(entry.name) || folder === current || hasUser(folder)) continue;
    for (const place of [folder, `${folder}.tsconfig.json`]) rmSync(inProject(place), { recursive: true, force: true });
  }
}

/** @param {string} folder @returns {boolean} */
function hasUser(folder) {
  const users = inProject(folder, USERS);
  if (!existsSync(users)) return false;
  return readdirSync(users).some((name) => isAlive(JSON.parse(readFileSync(path.join(users, name), "utf8"))));
}
