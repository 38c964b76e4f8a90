import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrate } from "@/lib/db/migrate.mjs";
import { gatewayCommand, webCommand } from "@/lib/launch/commands.mjs";
import { startThrowAwayDatabase } from "@/lib/launch/embedded-database.mjs";
import { readEnvironment } from "@/lib/launch/environment.mjs";
import { prepareFirstRun } from "@/lib/launch/first-run.mjs";
import { processEnvironment, withCode } from "@/lib/launch/instance.mjs";
import { freePort } from "@/lib/launch/ports.mjs";
import { buildEnvironment, ensureWebBuild } from "@/lib/launch/web-build.mjs";
import { freshDatabase } from "./database";
import { type KituoProcess, startProcess } from "./process";

export type KituoOptions = {
  /** Start the web app too; it is built first where it is not. */
  readonly web?: boolean;
  /** Leave the gateway out. */
  readonly gateway?: boolean;
  /** A database server of its own, that the test may stop. */
  readonly ownDatabase?: boolean;
  readonly env?: Readonly<Record<string, string>>;
};

export type Kituo = {
  readonly webUrl: string;
  /** Without the identity: `${ocppUrl}/CS001`. */
  readonly ocppUrl: string;
  readonly liveUrl: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** For the first-run page; null when `env` names an administrator. */
  readonly firstRunCode: string | null;
  readonly gateway: KituoProcess;
  readonly web: KituoProcess;
  readonly database: { readonly stop: () => Promise<void>; readonly start: () => Promise<void> };
  readonly logs: () => string;
  readonly stop: () => Promise<void>;
};

/** The real processes, as `npm start` runs them but without its restarts, on ports and data of their own. */
export async function startKituo(options: KituoOptions = {}): Promise<Kituo> {
  const database = options.ownDatabase === true ? await ownDatabase() : await sharedDatabase();
  const dataDir = mkdtempSync(path.join(tmpdir(), "kituo-test-"));
  chmodSync(dataDir, 0o711);
  const given = await testEnvironment(dataDir, options.env ?? {});
  const settings = readEnvironment(given);
  const firstRunCode = await prepareFirstRun(database.url, settings.admin);
  const env = processEnvironment(given, settings, database.url);

  const gateway =
    options.gateway === false
      ? notStarted("gateway")
      : startProcess(gatewayCommand(env), [settings.ocppPort, settings.livePort]);
  const web =
    options.web === true ? await startWeb(withCode(env, firstRunCode), settings.webPort) : notStarted("web app");
  const kituo: Kituo = {
    webUrl: `http://localhost:${settings.webPort}`,
    ocppUrl: `ws://127.0.0.1:${settings.ocppPort}/ocpp`,
    liveUrl: `http://127.0.0.1:${settings.livePort}`,
    databaseUrl: database.url,
    dataDir,
    firstRunCode,
    gateway,
    web,
    database,
    logs: () => `${gateway.logs()}${web.logs()}`,
    stop: async () => {
      await Promise.all([gateway.kill("SIGTERM"), web.kill("SIGTERM")]);
      await database.discard();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await Promise.all([gateway.untilReady(), web.untilReady()]);
    return kituo;
  } catch (error) {
    await kituo.stop();
    throw error;
  }
}

async function testEnvironment(dataDir: string, own: Readonly<Record<string, string>>) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST|NODE_ENV|KITUO_|DATABASE_URL)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    KITUO_DATA_DIR: dataDir,
    KITUO_WEB_PORT: String(await freePort()),
    KITUO_OCPP_PORT: String(await freePort()),
    KITUO_LIVE_PORT: String(await freePort()),
    ...own,
  };
}

async function startWeb(env: Record<string, string | undefined>, port: number): Promise<KituoProcess> {
  const folder = process.env["KITUO_BUILD_DIR"] ?? (await ensureWebBuild());
  return startProcess(webCommand({ ...env, ...buildEnvironment(folder) }, port), [port]);
}

async function sharedDatabase() {
  const { url, drop } = await freshDatabase();
  const refuse = () =>
    Promise.reject(new Error("Only a database of its own can be stopped: startKituo({ ownDatabase: true })."));
  return { url, stop: refuse, start: refuse, discard: drop };
}

async function ownDatabase() {
  const server = await startThrowAwayDatabase();
  await migrate(server.url);
  return { url: server.url, stop: () => server.stop(), start: () => server.start(), discard: () => server.destroy() };
}

function notStarted(name: string): KituoProcess {
  const refuse = () => Promise.reject(new Error(`This test did not start the ${name}.`));
  return {
    get pid(): number {
      throw new Error(`This test did not start the ${name}.`);
    },
    kill: () => Promise.resolve(),
    restart: refuse,
    untilReady: () => Promise.resolve(),
    logs: () => "",
  };
}
