import { pathToFileURL } from "node:url";
import { inProject } from "./project.mjs";

/**
 * How each process is started. All are Node programs that end when the launcher does.
 * @typedef {import("./supervised-process.mjs").Command} Command
 * @typedef {Record<string, string | undefined>} Environment
 */

const followParent = ["--import", pathToFileURL(inProject("lib", "launch", "follow-parent.mjs")).href];
const next = inProject("node_modules", "next", "dist", "bin", "next");
const tsx = inProject("node_modules", "tsx", "dist", "cli.mjs");
const gatewayMain = inProject("ocpp-gateway", "main.ts");

export const webBuildArguments = [...followParent, next, "build"];

/** @param {Environment} env @param {number} port @returns {Command} */
export function webCommand(env, port) {
  return {
    name: "web app",
    args: [...followParent, next, "start", "--port", String(port)],
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  };
}

/** @param {Environment} env @returns {Command} */
export function gatewayCommand(env) {
  return { name: "gateway", args: typescript(gatewayMain), env: { ...env, NODE_ENV: "production" } };
}

/** @param {Environment} env @param {number} port @returns {Command} */
export function webWatchCommand(env, port) {
  return { name: "web app", args: [...followParent, next, "dev", "--port", String(port)], env };
}

/** @param {Environment} env @returns {Command} */
export function gatewayWatchCommand(env) {
  return { name: "gateway", args: [...followParent, tsx, "watch", "--clear-screen=false", gatewayMain], env };
}

/** @param {string} file @param {readonly string[]} [args] @returns {readonly string[]} What Node needs to run a TypeScript file. */
export function typescript(file, args = []) {
  return [
    ...followParent,
    "--import",
    pathToFileURL(inProject("node_modules", "tsx", "dist", "loader.mjs")).href,
    file,
    ...args,
  ];
}

/** @param {number} ocppPort @param {readonly string[]} options @returns {Command} */
export function simulatorCommand(ocppPort, options) {
  const url = `ws://127.0.0.1:${ocppPort}/ocpp`;
  const program = typescript(inProject("tests", "simulator", "main.ts"), ["--url", url, ...options]);
  return { name: "simulated fleet", args: program, env: process.env };
}
