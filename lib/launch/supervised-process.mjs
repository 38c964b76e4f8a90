import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./console-lines.mjs";
import { projectFolder } from "./project.mjs";

/**
 * A long-lived process that is started again when it dies, apart from all others.
 * @typedef {{ name: string, args: readonly string[], env: Record<string, string | undefined> }} Command
 * @typedef {{ stop: () => Promise<void>, pid: () => number | undefined, hasDied: () => boolean }} Supervised
 */

const STOP_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const PAUSE_MS_MAX = 30_000;
/** One that ran for so long starts with a clean slate. */
const STEADY_MS = 60_000;

/** @param {number} deaths How often it died without having run steadily. @returns {number} */
export function pauseBefore(deaths) {
  return Math.min(PAUSE_MS_MAX, FIRST_PAUSE_MS * 2 ** Math.max(0, deaths - 1));
}

/**
 * @param {Command} command A Node program.
 * @returns {Supervised}
 */
export function supervise(command) {
  let isStopping = false;
  let deaths = 0;
  const cancel = new AbortController();
  let current = start(command);

  const watched = (async () => {
    for (;;) {
      const begun = Date.now();
      const how = await current.ended;
      if (isStopping) return;
      deaths = Date.now() - begun > STEADY_MS ? 1 : deaths + 1;
      const pause = pauseBefore(deaths);
      say(`${command.name} ended unexpectedly (${how}); starting it again in ${pause / 1000} s`);
      await sleep(pause, undefined, { signal: cancel.signal }).catch(() => undefined);
      if (isStopping) return;
      current = start(command);
    }
  })();

  return {
    pid: () => current.child.pid,
    hasDied: () => deaths > 0,
    stop: async () => {
      isStopping = true;
      cancel.abort();
      await end(current);
      await watched;
    },
  };
}

/** @param {Command} command */
function start({ args, env }) {
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    env,
    stdio: ["ignore", "inherit", "inherit"],
    // Ctrl-C in the terminal reaches the launcher only, which stops the others in their order.
    detached: process.platform !== "win32",
  });
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return { child, ended };
}

/** @param {ReturnType<typeof start>} running */
async function end({ child, ended }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => killGroup(child), STOP_MS);
  await ended;
  clearTimeout(timer);
}

/** With whatever the process started itself. @param {import("node:child_process").ChildProcess} child */
function killGroup(child) {
  try {
    if (child.pid !== undefined && process.platform !== "win32") process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // It went by itself between the look and the act.
  }
}
