import { spawn } from "node:child_process";
import { constants } from "node:os";
import { projectFolder } from "./project.mjs";

/**
 * Runs a Node program in the foreground: its input and output are ours, and so is its end.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} Its exit code.
 */
export function runInForeground(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: projectFolder, env, stdio: "inherit" });
    const stopListening = passSignalsTo(child);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      stopListening();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** @param {import("node:child_process").ChildProcess} child */
function passSignalsTo(child) {
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    // Ctrl-C in a terminal reaches the program by itself; a second one would cut its farewell short.
    if (signal !== "SIGINT" || process.stdin.isTTY !== true) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}
