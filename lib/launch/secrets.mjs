import { randomBytes, randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Without the letters and digits that are taken for one another when read aloud or typed. */
const READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A secret that is made once for a data folder and readable by its owner only.
 * @param {string} dataFolder
 * @param {string} name
 * @param {() => string} [make]
 * @returns {string}
 */
export function keptSecret(dataFolder, name, make = longSecret) {
  const folder = path.join(dataFolder, "keys");
  const file = path.join(folder, name);
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = make();
  writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secret;
}

/** @returns {string} Such as K7QF-3M2D: about 39 bits, for one run of the web app that counts tries. */
export function readableCode() {
  const letters = Array.from({ length: 8 }, () => READABLE[randomInt(READABLE.length)]).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

function longSecret() {
  return randomBytes(32).toString("base64url");
}
