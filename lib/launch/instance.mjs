import { gatewayCommand, webCommand } from "./commands.mjs";
import { say } from "./console-lines.mjs";
import { lockDataFolder } from "./data-folder.mjs";
import { portsOf, readEnvironment } from "./environment.mjs";
import { LaunchFailure, reasonOf } from "./failure.mjs";
import { Interrupted, interruption, listenForInterruption, untilInterrupted } from "./interruption.mjs";
import { openDatabase } from "./open-database.mjs";
import { isPortFree } from "./ports.mjs";
import { isListening } from "./readiness.mjs";
import { keptSecret } from "./secrets.mjs";
import { setUp } from "./set-up.mjs";
import { supervise } from "./supervised-process.mjs";
import { buildEnvironment, ensureWebBuild } from "./web-build.mjs";

/**
 * What differs between the commands that run a whole Kituo.
 * @typedef {{
 *   purpose: string,
 *   environment: import("./environment.mjs").Environment,
 *   prepareWeb?: () => Promise<string>,
 *   provideAdmin?: () => import("./environment.mjs").Settings["admin"],
 *   commands?: typeof productionCommands,
 *   whenReady?: (instance: Instance) => Promise<readonly import("./supervised-process.mjs").Command[]>,
 * }} Kind
 * @typedef {{ settings: import("./environment.mjs").Settings, databaseUrl: string }} Instance
 */

const READY_SECONDS = 60;

/**
 * Runs database, web app and gateway until somebody asks to stop; then leaves no process and no lock.
 * @param {Kind} kind
 */
export async function runInstance(kind) {
  const settings = readEnvironment(kind.environment);
  listenForInterruption();
  const lock = lockDataFolder(settings.dataFolder, kind.purpose);
  /** @type {(() => Promise<void>)[]} */
  const cleanUps = [async () => lock.release()];
  try {
    await start(kind, settings, cleanUps);
    await untilInterrupted();
  } catch (error) {
    if (!interruption.aborted) throw error;
  } finally {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp().catch((error) => say(reasonOf(error)));
    if (interruption.aborted) say("stopped");
  }
}

/**
 * @param {Kind} kind
 * @param {import("./environment.mjs").Settings} settings
 * @param {(() => Promise<void>)[]} cleanUps Gets what undoes each step.
 */
async function start(kind, settings, cleanUps) {
  const begun = Date.now();
  await requireFreePorts(settings);
  await setUp();
  goOn();
  const database = await openDatabase(settings);
  cleanUps.push(database.stop);
  goOn();
  const buildFolder = await (kind.prepareWeb ?? ensureWebBuild)();
  goOn();
  const { prepareFirstRun } = await import("./first-run.mjs");
  const code = await prepareFirstRun(database.url, kind.provideAdmin?.() ?? settings.admin);
  goOn();

  const env = { ...processEnvironment(kind.environment, settings, database.url), ...buildEnvironment(buildFolder) };
  const commands = (kind.commands ?? productionCommands)(env, settings, code);
  const processes = commands.map((command) => supervise(command));
  cleanUps.push(() => stopAll(processes));
  await waitUntilReady(settings, processes);
  goOn();
  greet(settings, code, begun);

  const more = (await kind.whenReady?.({ settings, databaseUrl: database.url })) ?? [];
  const companions = more.map((command) => supervise(command));
  cleanUps.push(() => stopAll(companions));
}

/**
 * @param {Record<string, string | undefined>} env
 * @param {import("./environment.mjs").Settings} settings
 * @param {string | null} code
 * @returns {readonly import("./supervised-process.mjs").Command[]}
 */
function productionCommands(env, settings, code) {
  return [gatewayCommand(env), webCommand(withCode(env, code), settings.webPort)];
}

/** The code is for the web app alone. @param {Record<string, string | undefined>} env @param {string | null} code */
export function withCode(env, code) {
  return code === null ? env : { ...env, KITUO_FIRST_RUN_CODE: code };
}

/**
 * One resolved environment for every process of an instance.
 * @param {import("./environment.mjs").Environment} given
 * @param {import("./environment.mjs").Settings} settings
 * @param {string} databaseUrl
 * @returns {Record<string, string | undefined>}
 */
export function processEnvironment(given, settings, databaseUrl) {
  const { KITUO_ADMIN_PASSWORD: _, KITUO_FIRST_RUN_CODE: __, ...rest } = given;
  return {
    ...rest,
    DATABASE_URL: databaseUrl,
    KITUO_DATA_DIR: settings.dataFolder,
    KITUO_WEB_PORT: String(settings.webPort),
    KITUO_OCPP_PORT: String(settings.ocppPort),
    KITUO_LIVE_PORT: String(settings.livePort),
    BETTER_AUTH_SECRET: given["BETTER_AUTH_SECRET"] || keptSecret(settings.dataFolder, "sign-in-secret"),
  };
}

/** @param {import("./environment.mjs").Settings} settings */
async function requireFreePorts(settings) {
  const taken = [];
  for (const { name, port } of portsOf(settings)) if (!(await isPortFree(port))) taken.push(`${port} (${name})`);
  if (taken.length === 0) return;
  const [what, verb] = taken.length === 1 ? ["Port", "is"] : ["Ports", "are"];
  throw new LaunchFailure(`${what} ${taken.join(", ")} ${verb} taken by another program: stop it, or choose others.`);
}

/**
 * @param {import("./environment.mjs").Settings} settings
 * @param {readonly import("./supervised-process.mjs").Supervised[]} processes
 */
async function waitUntilReady(settings, processes) {
  const limits = { seconds: READY_SECONDS, signal: interruption };
  const ports = portsOf(settings);
  const ready = await Promise.all(ports.map(({ port }) => isListening(port, limits)));
  const missing = ports.filter((_, index) => ready[index] !== true).map(({ name, port }) => `${port} (${name})`);
  if (missing.length === 0 || interruption.aborted) return;
  if (processes.some((each) => each.hasDied())) say(`not ready: nothing listens on ${missing.join(", ")}; see above`);
  else say(`still starting: nothing listens on ${missing.join(", ")} yet`);
}

/** @param {import("./environment.mjs").Settings} settings @param {string | null} code @param {number} begun */
function greet(settings, code, begun) {
  const web = `http://localhost:${settings.webPort}`;
  const ocpp = settings.publicOcppUrl ?? `ws://localhost:${settings.ocppPort}/ocpp`;
  console.log(`\nKituo is running (${((Date.now() - begun) / 1000).toFixed(1)} s). Ctrl-C stops it.`);
  say(`console   ${web}`);
  say(`chargers  ${ocpp}/<identity>`);
  if (settings.ocppsPort !== null) say(`          wss://localhost:${settings.ocppsPort}/ocpp/<identity>`);
  say(`data      ${settings.dataFolder}`);
  if (code !== null) say(`first run ${web}/first-run with the code ${code}`);
  console.log("");
}

/** @param {readonly import("./supervised-process.mjs").Supervised[]} processes */
async function stopAll(processes) {
  await Promise.all(processes.map((each) => each.stop()));
}

function goOn() {
  if (interruption.aborted) throw new Interrupted();
}
