import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "@/lib/launch/ports.mjs";
import { exists } from "@/lib/launch/process-identity.mjs";
import { isListening } from "@/lib/launch/readiness.mjs";

const root = path.join(import.meta.dirname, "..", "..");
const dataFolder = mkdtempSync(path.join(tmpdir(), "kituo-start-"));
const ports = { web: 0, ocpp: 0, live: 0 };

/** Runs `npm start` without npm, on data and ports of its own. */
function start(env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ["lib/launch/start.mjs"], {
    cwd: root,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      NODE_ENV: "production",
      KITUO_DATA_DIR: dataFolder,
      KITUO_WEB_PORT: String(ports.web),
      KITUO_OCPP_PORT: String(ports.ocpp),
      KITUO_LIVE_PORT: String(ports.live),
      ...env,
    },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return {
    child,
    ended,
    printed: () => printed,
    until: async (text: RegExp) => {
      for (let tries = 0; tries < 1_200; tries += 1) {
        const found = text.exec(printed);
        if (found !== null) return found;
        await sleep(100);
      }
      throw new Error(`"${text.source}" was not printed:\n${printed}`);
    },
  };
}

/** The processes that a process has started and that still run. */
function children(of: number): readonly number[] {
  const text = readFileSync(`/proc/${of}/task/${of}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}
const commandLine = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, "utf8");
function childNamed(of: number, name: string): number {
  const found = children(of).find((pid) => commandLine(pid).includes(name));
  if (found === undefined) throw new Error(`No child of ${of} is called ${name}.`);
  return found;
}

let running: ReturnType<typeof start>;

beforeAll(async () => {
  chmodSync(dataFolder, 0o711);
  for (const name of ["web", "ocpp", "live"] as const) ports[name] = await freePort();
  running = start();
  await running.until(/Kituo is running/);
});
afterAll(async () => {
  running.child.kill("SIGTERM");
  await running.ended;
  rmSync(dataFolder, { recursive: true, force: true });
});

test("npm start prints where everything is, and the code for the first administrator", () => {
  expect(running.printed()).toContain(`http://localhost:${ports.web}`);
  expect(running.printed()).toContain(`ws://localhost:${ports.ocpp}/ocpp/<identity>`);
  expect(running.printed()).toMatch(/first-run with the code [0-9A-Z]{4}-[0-9A-Z]{4}/);
});

test("a second npm start on the same data says so and leaves the first alone", async () => {
  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.printed()).toContain(`running on this data already: npm start (process ${running.child.pid})`);
  expect((await fetch(`http://127.0.0.1:${ports.web}/api/health`)).status).toBe(200);
});

test("taken ports are told in one line", async () => {
  const other = start({ KITUO_DATA_DIR: path.join(dataFolder, "other") });
  expect(await other.ended).toBe(1);
  expect(other.printed()).toContain(`${ports.web} (KITUO_WEB_PORT)`);
});

test.runIf(process.platform === "linux")(
  "a web app that dies is started again, and the gateway does not notice",
  async () => {
    const launcher = running.child.pid ?? -1;
    const gateway = childNamed(launcher, "ocpp-gateway/main.ts");
    process.kill(childNamed(launcher, "next-server"), "SIGKILL");
    await running.until(/web app ended unexpectedly/);
    await sleep(1_000);
    expect(await isListening(ports.web, { seconds: 30 })).toBe(true);
    expect(childNamed(launcher, "ocpp-gateway/main.ts")).toBe(gateway);
  },
);

test.runIf(process.platform === "linux")("a database that is killed is started again", async () => {
  const cluster = realpathSync(path.join(dataFolder, "postgres"));
  process.kill(Number(readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
  await running.until(/database ended unexpectedly/);
  expect((await fetch(`http://127.0.0.1:${ports.web}/api/health`)).status).toBe(200);
});

test.runIf(process.platform === "linux")("SIGTERM leaves no process and no lock", async () => {
  const launcher = running.child.pid ?? -1;
  const pids = children(launcher);
  const cluster = realpathSync(path.join(dataFolder, "postgres"));
  const database = Number(readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
  running.child.kill("SIGTERM");
  expect(await running.ended).toBe(0);
  expect([...pids, database].filter(exists)).toEqual([]);
  expect(existsSync(path.join(dataFolder, "lock"))).toBe(false);
});
