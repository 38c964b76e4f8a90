import { spawn } from "node:child_process";
import { interruption } from "./interruption.mjs";
import { projectFolder } from "./project.mjs";

/**
 * Runs a program without showing what it prints.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function runQuietly(program, args, { env = process.env, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = /** @type {["ignore", "pipe", "pipe"]} */ (["ignore", "pipe", "pipe"]);
    const child = spawn(program, args, { cwd: projectFolder, env, shell, stdio, signal: interruption });
    /** @type {Buffer[]} */
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}

/** @param {string} output @param {number} count @returns {string} Its last lines that say something. */
export function lastLines(output, count) {
  return output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
}
