import { parseArgs } from "node:util";
import { createFleet, FLEET_VERSIONS, type Fleet, type FleetOptions, SCENARIOS } from "./fleet";

const HELP = `Simulated charging stations, against any OCPP endpoint.

  npm run simulate -- --url ws://127.0.0.1:9220/ocpp --stations 50

  --url URL             endpoint without the identity (ws:// or wss://; default ws://127.0.0.1:9220/ocpp)
  --stations N          how many (1 to 10000; default 10)
  --prefix TEXT         identities are TEXT-0001, TEXT-0002, … (default SIM)
  --version V           1.6, 2.0.1 or mixed (default mixed)
  --password TEXT       Basic-auth password of every station (default: none)
  --connectors N        connectors of each station (1 to 16; default 2)
  --scenario NAME       idle, charging, mixed, flaky or flaky-firmware (default mixed)
  --firmware-faults X   share of stations whose updates go wrong, 0 to 1 (flaky-firmware: 0.35; else 0)
  --tokens A,B,…        tokens the drivers present (default KITUO-SIM-1)
  --meter-interval S    seconds between meter values (default 10)
  --speed X             how much faster than life (default 1)
  --ramp N              stations that dial per second (default 20)
  --seed N              the same seed plays the same parts (default 1)
  --duration S          stop after so many seconds (default: until Ctrl-C)
  --help                this text
`;

const STATUS_EVERY_MS = 5_000;

type Run = { readonly fleet: FleetOptions; readonly durationMs: number | null };

type Arguments =
  | { readonly type: "Help" }
  | { readonly type: "Wrong"; readonly problems: readonly string[] }
  | { readonly type: "Run"; readonly run: Run };

const parsed = parseArguments(process.argv.slice(2));
switch (parsed.type) {
  case "Help":
    console.log(HELP);
    break;
  case "Wrong":
    for (const problem of parsed.problems) console.error(problem);
    console.error("Run with --help for the options.");
    process.exitCode = 2;
    break;
  case "Run":
    await run(parsed.run);
}

async function run({ fleet: options, durationMs }: Run): Promise<void> {
  const fleet = createFleet(options);
  console.log(`${options.stations} stations → ${options.url} (${options.version}, ${options.scenario})`);
  const status = setInterval(() => console.log(statusLine(fleet)), STATUS_EVERY_MS);
  void fleet.start();
  await ended(durationMs);
  clearInterval(status);
  console.log("Stopping: ending sessions and closing connections.");
  const keepAlive = setInterval(() => {}, 1_000);
  await fleet.stop();
  clearInterval(keepAlive);
  console.log(statusLine(fleet));
  process.exit(0);
}

function ended(durationMs: number | null): Promise<void> {
  return new Promise((resolve) => {
    if (durationMs !== null) setTimeout(resolve, durationMs);
    let isEnding = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (isEnding) process.exit(130);
        isEnding = true;
        resolve();
      });
    }
  });
}

function statusLine(fleet: Fleet): string {
  const { stations, online, charging, faulted, updating, pending, answered, failed, ...rest } = fleet.tally();
  const { commands, violations, dialsFailed } = rest;
  const refusals = [...dialsFailed].map(([status, count]) => `${status}×${count}`).join(" ");
  return [
    `${new Date().toISOString().slice(11, 19)}  online ${online}/${stations}`,
    `charging ${charging}`,
    `faulted ${faulted}`,
    `calls ${answered} ok, ${failed} failed`,
    `queued ${pending}`,
    `commands ${commands}`,
    ...(updating > 0 ? [`updating ${updating}`] : []),
    ...(violations > 0 ? [`violations ${violations}`] : []),
    ...(refusals ? [`dials refused ${refusals}`] : []),
  ].join("  ·  ");
}

function parseArguments(args: readonly string[]): Arguments {
  try {
    return readArguments(args);
  } catch (error) {
    return { type: "Wrong", problems: [error instanceof Error ? error.message : String(error)] };
  }
}

function readArguments(args: readonly string[]): Arguments {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { ...text, default: "ws://127.0.0.1:9220/ocpp" },
      stations: { ...text, default: "10" },
      prefix: { ...text, default: "SIM" },
      version: { ...text, default: "mixed" },
      password: text,
      connectors: { ...text, default: "2" },
      scenario: { ...text, default: "mixed" },
      tokens: { ...text, default: "KITUO-SIM-1" },
      "meter-interval": { ...text, default: "10" },
      speed: { ...text, default: "1" },
      ramp: { ...text, default: "20" },
      "firmware-faults": text,
      seed: { ...text, default: "1" },
      duration: text,
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return { type: "Help" };

  const problems: string[] = [];
  const number = (name: string, value: string, [min, max]: readonly [number, number], isWhole = true): number => {
    const read = Number(value);
    const isGood = value.trim() !== "" && read >= min && read <= max && (!isWhole || Number.isInteger(read));
    if (!isGood)
      problems.push(`--${name} takes a ${isWhole ? "whole " : ""}number from ${min} to ${max}, not "${value}".`);
    return read;
  };
  const optional = (name: string, value: string | undefined, range: readonly [number, number]) =>
    value === undefined ? undefined : number(name, value, range, false);
  const choice = <T extends string>(name: string, value: string, choices: readonly [T, ...T[]]): T => {
    const found = choices.find((each) => each === value);
    if (!found) problems.push(`--${name} takes ${choices.join(", ")}, not "${value}".`);
    return found ?? choices[0];
  };
  const [firstTag, ...otherTags] = values.tokens
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  if (!firstTag || [firstTag, ...otherTags].some((tag) => tag.length > 20)) {
    problems.push("--tokens takes names of 1 to 20 characters, separated by commas.");
  }
  if (!isWebSocketUrl(values.url)) problems.push(`--url takes a ws:// or wss:// URL, not "${values.url}".`);
  if (!/^[A-Za-z0-9*_=+|@.-]{1,40}$/.test(values.prefix)) {
    problems.push(`--prefix takes 1 to 40 of a-z A-Z 0-9 * - _ = + | @ . and not "${values.prefix}".`);
  }

  const fleet: FleetOptions = {
    url: values.url,
    stations: number("stations", values.stations, [1, 10_000]),
    prefix: values.prefix,
    version: choice("version", values.version, FLEET_VERSIONS),
    password: values.password,
    connectors: number("connectors", values.connectors, [1, 16]),
    scenario: choice("scenario", values.scenario, SCENARIOS),
    idTags: [firstTag ?? "", ...otherTags],
    meterIntervalMs: number("meter-interval", values["meter-interval"], [0, 86_400], false) * 1000,
    speed: number("speed", values.speed, [0.01, 1_000], false),
    rampPerSecond: number("ramp", values.ramp, [0.1, 1_000], false),
    seed: number("seed", values.seed, [0, 2 ** 32 - 1]),
    firmwareFaults: optional("firmware-faults", values["firmware-faults"], [0, 1]),
  };
  const seconds = optional("duration", values.duration, [1, 31_536_000]);
  if (problems.length > 0) return { type: "Wrong", problems };
  return { type: "Run", run: { fleet, durationMs: seconds === undefined ? null : seconds * 1000 } };
}

function isWebSocketUrl(text: string): boolean {
  return URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol);
}
