import { spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LaunchFailure } from "./failure.mjs";
import { freePort } from "./ports.mjs";
import { canReach } from "./postgres-account.mjs";
import { newConnection, writeConnection } from "./postgres-connection.mjs";

/**
 * Makes a cluster and the link to it. A crash at any point leaves nothing that looks complete.
 * @param {{
 *   dataFolder: string,
 *   place: import("./postgres-place.mjs").ClusterPlace,
 *   binaries: import("./postgres-binaries.mjs").PostgresBinaries,
 *   account: import("./postgres-account.mjs").Account | null,
 *   isThrowAway: boolean,
 * }} options
 */
export async function createCluster({ dataFolder, place, binaries, account, isThrowAway }) {
  const connection = newConnection(await freePort());
  const partial = `${place.cluster}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  if (account !== null) chownSync(partial, account.uid, account.gid);

  const password = passwordFile(connection.password, partial, account);
  try {
    await runInitdb(binaries.initdb, initdbOptions(partial, connection.user, password.file, isThrowAway), account);
  } finally {
    rmSync(password.folder, { recursive: true, force: true });
  }
  writeConnection(dataFolder, connection);
  renameSync(partial, place.cluster);
  if (place.link !== place.cluster) symlinkSync(place.cluster, place.link);
}

/** @param {string} cluster @param {import("./postgres-binaries.mjs").PostgresBinaries} binaries */
export function requireSameVersion(cluster, binaries) {
  const file = path.join(cluster, "PG_VERSION");
  if (!existsSync(file))
    throw new LaunchFailure(`${cluster} is not a PostgreSQL data folder: move it away to start empty.`);
  const [major] = binaries.version.split(".");
  const found = readFileSync(file, "utf8").trim();
  if (found !== major) {
    throw new LaunchFailure(
      `${cluster} was made by PostgreSQL ${found}, this Kituo brings ${major}: see prisma/README.md.`,
    );
  }
}

/** @param {string} cluster @param {string} user @param {string} passwordFile @param {boolean} isThrowAway */
function initdbOptions(cluster, user, passwordFile, isThrowAway) {
  return [
    `--pgdata=${cluster}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The built-in locale sorts alike on every machine and survives an upgrade of its C library.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(isThrowAway ? ["--no-sync"] : []),
  ];
}

/**
 * @param {string} password
 * @param {string} beside Used when the account cannot reach the folder for temporary files.
 * @param {import("./postgres-account.mjs").Account | null} account
 */
function passwordFile(password, beside, account) {
  const parent = account === null || canReach(tmpdir(), account) ? tmpdir() : path.dirname(beside);
  const folder = mkdtempSync(path.join(parent, "kituo-"));
  const file = path.join(folder, "password");
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  if (account !== null) for (const place of [file, folder]) chownSync(place, account.uid, account.gid);
  return { folder, file };
}

/**
 * @param {string} program
 * @param {string[]} options
 * @param {import("./postgres-account.mjs").Account | null} account
 * @returns {Promise<void>}
 */
function runInitdb(program, options, account) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      cwd: path.parse(program).root,
      env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" },
      stdio: ["ignore", "ignore", "pipe"],
      ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    });
    let complaints = "";
    child.stderr.on("data", (/** @type {Buffer} */ text) => {
      complaints += text.toString();
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new LaunchFailure(`The database could not be created: ${complaints.trim().replaceAll("\n", " · ")}`));
    });
  });
}
