import path from "node:path";
import { LaunchFailure } from "./failure.mjs";
import { projectFolder } from "./project.mjs";

/**
 * What a start was told, checked and completed. Null is "not given".
 * @typedef {{
 *   dataFolder: string,
 *   databaseUrl: string | null,
 *   webPort: number,
 *   ocppPort: number,
 *   ocppsPort: number | null,
 *   livePort: number,
 *   publicOcppUrl: string | null,
 *   admin: { email: string, password: string } | null,
 * }} Settings
 */

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
const UNKNOWN_STATIONS = ["inbox", "accept", "refuse"];

/**
 * @param {Environment} environment
 * @returns {Settings} Throws a failure that lists all that is wrong.
 */
export function readEnvironment(environment) {
  const { settings, problems } = checkEnvironment(environment);
  if (problems.length === 0) return settings;
  const lines = problems.map((problem) => `  ${problem}`);
  throw new LaunchFailure(`The environment is not usable:\n${lines.join("\n")}`);
}

/**
 * @param {Environment} environment
 * @returns {{ settings: Settings, problems: readonly string[] }}
 */
export function checkEnvironment(environment) {
  const read = readerOf(environment);
  const settings = {
    dataFolder: path.resolve(projectFolder, read.text("KITUO_DATA_DIR") ?? ".data"),
    databaseUrl: read.url("DATABASE_URL", ["postgresql", "postgres"]),
    webPort: read.port("KITUO_WEB_PORT") ?? 3000,
    ocppPort: read.port("KITUO_OCPP_PORT") ?? 9220,
    ocppsPort: read.port("KITUO_OCPPS_PORT"),
    livePort: read.port("KITUO_LIVE_PORT") ?? 9221,
    publicOcppUrl: read.url("KITUO_PUBLIC_OCPP_URL", ["ws", "wss"]),
    admin: adminOf(read),
  };
  read.url("REDIS_URL", ["redis", "rediss"]);
  read.url("KITUO_PUBLIC_LIVE_URL", ["http", "https"]);
  read.url("KITUO_UPLOAD_BASE_URL", ["http", "https"]);
  read.url("KITUO_CONSOLE_URL", ["http", "https"]);
  read.url("KITUO_SMTP_URL", ["smtp", "smtps"]);
  read.url("KITUO_MAP_TILES_URL", ["http", "https"]);
  read.oneOf("KITUO_WEBHOOKS_TO_PRIVATE_NETWORKS", ["true", "false"]);
  read.oneOf("KITUO_LOG_LEVEL", LOG_LEVELS);
  read.oneOf("KITUO_UNKNOWN_STATIONS", UNKNOWN_STATIONS);
  for (const name of ["KITUO_MESSAGE_RETENTION_DAYS", "KITUO_METER_RETENTION_DAYS"]) read.days(name);
  if (settings.ocppsPort !== null) read.all(["KITUO_TLS_CERT", "KITUO_TLS_KEY"], "KITUO_OCPPS_PORT");
  const problems = [...read.problems, ...sharedPorts(settings)];
  return { settings, problems };
}

/** @param {Settings} settings @returns {{ name: string, port: number }[]} The ports that a start needs. */
export function portsOf({ webPort, ocppPort, ocppsPort, livePort }) {
  return [
    { name: "KITUO_WEB_PORT", port: webPort },
    { name: "KITUO_OCPP_PORT", port: ocppPort },
    { name: "KITUO_LIVE_PORT", port: livePort },
    ...(ocppsPort === null ? [] : [{ name: "KITUO_OCPPS_PORT", port: ocppsPort }]),
  ];
}

/** @param {Settings} settings */
function sharedPorts(settings) {
  const ports = portsOf(settings);
  return ports.flatMap(({ name, port }, index) => {
    const other = ports.slice(0, index).find((earlier) => earlier.port === port);
    return other === undefined ? [] : [`${name}: ${port} is the port of ${other.name} too`];
  });
}

/** @param {ReturnType<typeof readerOf>} read */
function adminOf(read) {
  const email = read.text("KITUO_ADMIN_EMAIL");
  const password = read.text("KITUO_ADMIN_PASSWORD");
  if (email !== null && !email.includes("@")) read.problems.push("KITUO_ADMIN_EMAIL: is not an e-mail address");
  if (password !== null && password.length < 10)
    read.problems.push("KITUO_ADMIN_PASSWORD: needs 10 characters or more");
  if (email !== null && password !== null) return { email, password };
  if (email !== null) read.all(["KITUO_ADMIN_PASSWORD"], "KITUO_ADMIN_EMAIL");
  if (password !== null) read.all(["KITUO_ADMIN_EMAIL"], "KITUO_ADMIN_PASSWORD");
  return null;
}

/** @param {Environment} environment */
function readerOf(environment) {
  /** @type {string[]} */
  const problems = [];
  /** `NAME=` means the same as not setting NAME. @param {string} name */
  const text = (name) => environment[name] || null;
  return {
    problems,
    text,
    /** @param {string} name */
    port: (name) => {
      const given = text(name);
      if (given === null) return null;
      if (/^\d{1,5}$/.test(given) && Number(given) >= 1 && Number(given) <= 65_535) return Number(given);
      problems.push(`${name}: "${given}" is not a port (1 to 65535)`);
      return null;
    },
    /** @param {string} name @param {readonly string[]} schemes */
    url: (name, schemes) => {
      const given = text(name);
      if (given === null) return null;
      if (URL.canParse(given) && schemes.some((scheme) => given.startsWith(`${scheme}://`))) return given;
      problems.push(`${name}: must be an address that starts with ${schemes.map((each) => `${each}://`).join(" or ")}`);
      return null;
    },
    /** @param {string} name @param {readonly string[]} words */
    oneOf: (name, words) => {
      const given = text(name);
      if (given !== null && !words.includes(given)) problems.push(`${name}: "${given}" is none of ${words.join(", ")}`);
    },
    /** @param {string} name */
    days: (name) => {
      const given = text(name);
      if (given === null || (/^\d{1,5}$/.test(given) && Number(given) >= 1 && Number(given) <= 36_500)) return;
      problems.push(`${name}: "${given}" is not a number of days (1 to 36500)`);
    },
    /** @param {readonly string[]} names @param {string} reason */
    all: (names, reason) => {
      for (const name of names) if (text(name) === null) problems.push(`${name}: is needed with ${reason}`);
    },
  };
}
