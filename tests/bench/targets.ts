/** The servers that are measured, each in a process of its own. */
import { fileURLToPath } from "node:url";
import { gatewayCommand, typescript } from "@/lib/launch/commands.mjs";
import { freePort } from "@/lib/launch/ports.mjs";
import { type KituoProcess, startProcess } from "../support/process";
import { type Meter, processMeter } from "./processor-time";

export type TargetName = "Kituo" | "ocpp-rpc strict" | "ocpp-rpc" | "ws";

export type Target = {
  readonly name: TargetName;
  /** Without the identity. */
  readonly url: string;
  /** Every process that serves, by what it does. */
  readonly meters: Readonly<Record<string, Meter>>;
  readonly stop: () => Promise<void>;
};

/** What every other figure is divided by. */
export const YARDSTICK: TargetName = "ocpp-rpc strict";

export type GatewayOptions = {
  readonly database: Meter;
  /** A folder for a CPU profile, written when the gateway ends. */
  readonly profileFolder: string | null;
};

export async function startKituoTarget({ database, profileFolder }: GatewayOptions): Promise<Target> {
  const ports = { ocpp: await portFrom("KITUO_OCPP_PORT"), live: await portFrom("KITUO_LIVE_PORT") };
  const env = { ...process.env, KITUO_OCPP_PORT: String(ports.ocpp), KITUO_LIVE_PORT: String(ports.live) };
  const command = gatewayCommand(env);
  const profiling =
    profileFolder === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileFolder}`, "--cpu-prof-interval=500"];
  const gateway = startProcess({ ...command, args: [...profiling, ...command.args] }, [ports.ocpp, ports.live]);
  await gateway.untilReady();
  return {
    name: "Kituo",
    url: `ws://127.0.0.1:${ports.ocpp}/ocpp`,
    meters: { gateway: processMeter(() => gateway.pid), PostgreSQL: database },
    stop: () => gateway.kill("SIGTERM"),
  };
}

/** The servers without a database. */
export async function startYardsticks(): Promise<readonly Target[]> {
  return Promise.all([
    startServer("ocpp-rpc strict", "ocpp-rpc.ts", ["strict"]),
    startServer("ocpp-rpc", "ocpp-rpc.ts", ["loose"]),
    startServer("ws", "ws.ts", []),
  ]);
}

async function startServer(name: TargetName, file: string, args: readonly string[]): Promise<Target> {
  const port = await freePort();
  const program = fileURLToPath(new URL(`servers/${file}`, import.meta.url));
  const server: KituoProcess = startProcess(
    { name, args: typescript(program, [String(port), ...args]), env: process.env },
    [port],
  );
  await server.untilReady();
  return {
    name,
    url: `ws://127.0.0.1:${port}/ocpp`,
    meters: { server: processMeter(() => server.pid) },
    stop: () => server.kill("SIGTERM"),
  };
}

async function portFrom(variable: string): Promise<number> {
  const given = Number(process.env[variable] ?? 0);
  return given === 0 ? freePort() : given;
}
