import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Command } from "@/lib/launch/commands.mjs";
import { isListening } from "@/lib/launch/readiness.mjs";

export type KituoProcess = {
  readonly pid: number;
  /** Resolves once the process is gone; SIGKILL unless told otherwise. */
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again, after `kill` or after it died by itself, and waits until it listens. */
  readonly restart: () => Promise<void>;
  readonly untilReady: () => Promise<void>;
  /** All it has printed so far, over all its lives. */
  readonly logs: () => string;
};

const READY_SECONDS = 60;
const STOP_MS = 15_000;

/** Starts one of Kituo's processes and keeps what it prints. */
export function startProcess(command: Command, ports: readonly number[]): KituoProcess {
  const printed: string[] = [];
  let child = run(command, printed);

  const untilReady = async (): Promise<void> => {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    const died = hasEnded ? Promise.resolve(false) : once(child, "exit").then(() => false);
    const up = Promise.all(ports.map((port) => isListening(port, { seconds: READY_SECONDS }))).then((all) =>
      all.every(Boolean),
    );
    if (await Promise.race([up, died])) return;
    throw new Error(`The ${command.name} did not start:\n${printed.join("").slice(-4_000)}`);
  };

  return {
    get pid() {
      return child.pid ?? -1;
    },
    kill: (signal = "SIGKILL") => end(child, signal),
    restart: async () => {
      await end(child, "SIGKILL");
      child = run(command, printed);
      await untilReady();
    },
    untilReady,
    logs: () => printed.join(""),
  };
}

function run({ args, env }: Command, printed: string[]): ChildProcess {
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  const child = spawn(process.execPath, args, {
    cwd,
    env: { NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await gone;
  clearTimeout(timer);
}
