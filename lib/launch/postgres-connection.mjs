import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * How to reach the cluster of a data folder; kept beside it, readable by its owner only.
 * @typedef {{ port: number, user: string, password: string }} Connection
 */

/** @param {string} dataFolder @returns {Connection | null} */
export function readConnection(dataFolder) {
  const file = fileIn(dataFolder);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** @param {string} dataFolder @param {Connection} connection */
export function writeConnection(dataFolder, connection) {
  const file = fileIn(dataFolder);
  writeFileSync(`${file}.new`, `${JSON.stringify(connection)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** @param {number} port @returns {Connection} */
export function newConnection(port) {
  return { port, user: "kituo", password: randomBytes(24).toString("base64url") };
}

/** @param {Connection} connection @param {string} database @returns {string} */
export function connectionUrl({ port, user, password }, database) {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
}

/** @param {string} dataFolder */
function fileIn(dataFolder) {
  return path.join(dataFolder, "postgres.json");
}
