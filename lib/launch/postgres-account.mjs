import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { LaunchFailure } from "./failure.mjs";

/**
 * PostgreSQL refuses to run as root, so root lends it another account.
 * @typedef {{ uid: number, gid: number, name: string }} Account
 */

const CREATED_NAME = "kituo-postgres";

/**
 * @param {string} cluster An existing cluster is run by the account that owns it.
 * @returns {Account | null} Null where PostgreSQL runs as whoever started Kituo.
 */
export function postgresAccount(cluster) {
  if (process.getuid?.() !== 0) return null;
  const owner = ownerOf(cluster);
  if (owner !== null) return owner;
  return accountNamed("postgres") ?? accountNamed(CREATED_NAME) ?? createAccount();
}

/**
 * @param {string} place
 * @param {{ uid: number, gid: number }} account
 * @param {(place: string) => { mode: number, uid: number, gid: number }} [stat]
 * @returns {boolean} Whether the account may enter every folder from the root down to this place.
 */
export function canReach(place, account, stat = statSync) {
  for (let at = path.resolve(place); ; at = path.dirname(at)) {
    if (!mayEnter(stat(at), account)) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** @param {{ mode: number, uid: number, gid: number }} found @param {{ uid: number, gid: number }} account */
function mayEnter(found, account) {
  if (found.uid === account.uid) return (found.mode & 0o100) !== 0;
  if (found.gid === account.gid) return (found.mode & 0o010) !== 0;
  return (found.mode & 0o001) !== 0;
}

/** @param {string} cluster @returns {Account | null} */
function ownerOf(cluster) {
  const found = statSync(cluster, { throwIfNoEntry: false });
  if (found === undefined || found.uid === 0) return null;
  return { uid: found.uid, gid: found.gid, name: `uid ${found.uid}` };
}

/** @param {string} name @returns {Account | null} */
function accountNamed(name) {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid), name };
}

/** @returns {Account} */
function createAccount() {
  const options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"];
  spawnSync("useradd", [...options, CREATED_NAME], { stdio: "ignore" });
  const account = accountNamed(CREATED_NAME);
  if (account !== null) return account;
  throw new LaunchFailure(
    `PostgreSQL does not run as root, and the account ${CREATED_NAME} could not be created: start Kituo as an ordinary user, or set DATABASE_URL.`,
  );
}
