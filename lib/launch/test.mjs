import { requireNode } from "./node-version.mjs";

requireNode();
const { existsSync, mkdtempSync, readFileSync, rmSync } = await import("node:fs");
const { tmpdir } = await import("node:os");
const path = await import("node:path");
const { runChecks } = await import("./checks.mjs");
const { ensureChromium, findChromium } = await import("./chromium.mjs");
const { say } = await import("./console-lines.mjs");
const { runCommand } = await import("./failure.mjs");
const { runInForeground } = await import("./foreground.mjs");
const { inProject } = await import("./project.mjs");
const { setUp } = await import("./set-up.mjs");
const { countTests, summaryLine } = await import("./test-counts.mjs");
const { ensureWebBuild } = await import("./web-build.mjs");

/** All tests; with arguments, only what Vitest makes of them, and none of the checks before. */
async function main() {
  const args = process.argv.slice(2);
  await setUp();
  return args.length > 0 ? runSome(args) : runAll();
}

/** @param {readonly string[]} args */
async function runSome(args) {
  const { code, counts } = await runVitest(args, testEnvironment(findChromium(), null));
  return report(counts, code);
}

async function runAll() {
  const checks = await runChecks();
  if (checks.failed > 0) return report({ ...checks, skipped: 0 }, 1);
  const chromium = await ensureChromium();
  const buildFolder = await ensureWebBuild();
  const { code, counts } = await runVitest([], testEnvironment(chromium, buildFolder));
  return report({ ...counts, passed: counts.passed + checks.passed }, code);
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function runVitest(args, env) {
  const folder = mkdtempSync(path.join(tmpdir(), "kituo-results-"));
  const file = path.join(folder, "results.json");
  try {
    const options = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, "--passWithNoTests"];
    const code = await runInForeground([inProject("node_modules", "vitest", "vitest.mjs"), ...options, ...args], env);
    const nothing = { passed: 0, failed: 0, skipped: 0 };
    return { code, counts: existsSync(file) ? countTests(JSON.parse(readFileSync(file, "utf8"))) : nothing };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {import("./test-counts.mjs").Counts} counts
 * @param {number} code
 */
function report(counts, code) {
  // Vitest may fail outside of any test, as by an error that nobody caught.
  const failed = code !== 0 && counts.failed === 0 ? 1 : counts.failed;
  if (failed !== counts.failed) say("the test run failed outside of any test; see above");
  console.log(`\n${summaryLine({ ...counts, failed })}`);
  return failed === 0 ? 0 : 1;
}

/**
 * Tests bring their own data, ports and database, whatever the shell has set for a real instance.
 * @param {string | null} chromium
 * @param {string | null} buildFolder
 * @returns {NodeJS.ProcessEnv}
 */
function testEnvironment(chromium, buildFolder) {
  const foreign = /^(KITUO_|DATABASE_URL|REDIS_URL|BETTER_AUTH_|NODE_ENV$)/;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    ...(chromium === null ? {} : { KITUO_CHROMIUM: chromium }),
    ...(buildFolder === null ? {} : { KITUO_BUILD_DIR: buildFolder }),
  };
}

await runCommand(main);
