import { setMaxListeners } from "node:events";
import type { AcknowledgedLedger, StationVersion } from "./acknowledged";
import { type Clock, pause, systemClock } from "./clock";
import type { FirmwareOptions } from "./firmware";
import { FIRMWARE_FAULTS } from "./firmware-faults";
import type { Outlet } from "./meter";
import { between, createRandom, oneOf, type Random } from "./random";
import { runDepartures, runDropOffs, runFaults, runSessions, type ScriptContext } from "./session-script";
import { createStation, type Station } from "./station";

export const SCENARIOS = ["idle", "charging", "mixed", "flaky", "flaky-firmware"] as const;
export type Scenario = (typeof SCENARIOS)[number];

export const FLEET_VERSIONS = ["1.6", "2.0.1", "mixed"] as const;
export type FleetVersion = (typeof FLEET_VERSIONS)[number];

export type FleetOptions = {
  readonly url: string;
  readonly stations: number;
  /** Identities are `<prefix>-0001` and so on. */
  readonly prefix: string;
  readonly version: FleetVersion;
  readonly connectors: number;
  readonly scenario: Scenario;
  readonly meterIntervalMs: number;
  readonly password?: string | undefined;
  readonly idTags?: readonly [string, ...string[]] | undefined;
  readonly speed?: number | undefined;
  readonly seed?: number | undefined;
  /** How many stations dial per second at the start. */
  readonly rampPerSecond?: number | undefined;
  readonly heartbeatMs?: number | undefined;
  /** The share of stations whose updates go wrong in one of the known ways; the scenario's own unless told. */
  readonly firmwareFaults?: number | undefined;
  readonly acknowledged?: AcknowledgedLedger | undefined;
  readonly clock?: Clock | undefined;
};

export type FleetTally = {
  readonly stations: number;
  readonly online: number;
  readonly charging: number;
  readonly faulted: number;
  /** Transaction messages not yet acknowledged. */
  readonly pending: number;
  readonly updating: number;
  /** Calls answered with a CALLRESULT, and otherwise ended. */
  readonly answered: number;
  readonly failed: number;
  readonly commands: number;
  readonly violations: number;
  /** HTTP status (or "unreachable") of refused dials, and how many of each. */
  readonly dialsFailed: ReadonlyMap<string, number>;
};

/** Many stations in one process, each with a part to play. */
export type Fleet = {
  readonly stations: readonly Station[];
  /** Resolves when every station has been online once. */
  readonly start: () => Promise<void>;
  /** Ends the sessions, waits a little for the last messages, closes every connection. */
  readonly stop: (patienceMs?: number) => Promise<void>;
  readonly tally: () => FleetTally;
};

type Part = "Idle" | "Charging" | "Busy" | "Faulty" | "Flaky";

const ALTERNATING: Outlet = { current: "AC", phases: 3, amps: 32 };
const FAST: Outlet = { current: "DC", watts: 150_000 };

export function createFleet(options: FleetOptions): Fleet {
  const clock = options.clock ?? systemClock;
  const random = createRandom(options.seed ?? 1);
  const ending = new AbortController();
  setMaxListeners(0, ending.signal); // Every script of every station listens.
  const counts = { answered: 0, failed: 0, commands: 0, violations: 0 };
  const dialsFailed = new Map<string, number>();

  const members = Array.from({ length: options.stations }, (_, index) => {
    const ownRandom = createRandom(Math.floor(random() * 2 ** 32));
    const station = createStation(stationOptions(options, index, ownRandom, clock));
    station.on("call", ({ outcome }) => {
      counts[outcome.type === "Answered" ? "answered" : "failed"] += 1;
    });
    station.on("command", () => {
      counts.commands += 1;
    });
    station.on("violation", () => {
      counts.violations += 1;
    });
    station.on("dialFailed", ({ status }) => {
      const name = String(status ?? "unreachable");
      dialsFailed.set(name, (dialsFailed.get(name) ?? 0) + 1);
    });
    return { station, random: ownRandom, part: partFor(options.scenario, ownRandom) };
  });
  const stations = members.map(({ station }) => station);
  const scripts: Promise<void>[] = [];

  const launch = async (member: (typeof members)[number], index: number) => {
    const staggerMs = (index * 1000) / (options.rampPerSecond ?? 20);
    if (!(await pause(clock, staggerMs, ending.signal))) return;
    await member.station.connect();
    if (ending.signal.aborted) return;
    const { speed = 1, idTags = ["KITUO-SIM-1"] } = options;
    const context = { clock, random: member.random, signal: ending.signal, speed, idTags };
    scripts.push(...play(member.part, member.station, options.connectors, context));
  };

  return {
    stations,
    start: async () => void (await Promise.all(members.map(launch))),
    async stop(patienceMs = 5_000) {
      ending.abort();
      const settled = Promise.all([...scripts, ...stations.map((station) => settle(station, options.connectors))]);
      const patience = new AbortController();
      await Promise.race([settled, pause(clock, patienceMs, patience.signal)]);
      patience.abort();
      await Promise.all(stations.map((station) => station.close()));
    },
    tally: () => ({ ...census(stations, options.connectors), ...counts, dialsFailed }),
  };
}

function stationOptions(options: FleetOptions, index: number, random: Random, clock: Clock) {
  const version: StationVersion = options.version === "mixed" ? (index % 2 === 0 ? "1.6" : "2.0.1") : options.version;
  const isFast = random() < 0.3;
  return {
    identity: `${options.prefix}-${String(index + 1).padStart(4, "0")}`,
    url: options.url,
    version,
    connectors: options.connectors,
    password: options.password,
    outlet: isFast ? FAST : ALTERNATING,
    model: isFast ? "Mlima 150" : "Bonde 22",
    vendor: "Kituo",
    firmwareVersion: random() < 0.7 ? "1.4.2" : "1.3.0",
    meterWhAtStart: Math.floor(between(random, 10_000, 9_000_000)),
    meterIntervalMs: options.meterIntervalMs,
    heartbeatMs: options.heartbeatMs,
    bootsOnReconnect: random() < 0.5,
    reconnect: { minMs: 1_000, maxMs: 30_000 },
    speed: options.speed,
    acknowledged: options.acknowledged,
    firmware: firmwareOptions(options, random),
    random,
    clock,
  };
}

const SIGNED_SHARE = 0.4;
const FAULTS_OF_FLAKY = 0.35;

/** An update takes about a minute of model time. */
function firmwareOptions(options: FleetOptions, random: Random): FirmwareOptions {
  const { speed = 1, scenario, idTags = ["KITUO-SIM-1"] } = options;
  const share = options.firmwareFaults ?? (scenario === "flaky-firmware" ? FAULTS_OF_FLAKY : 0);
  return {
    family: random() < SIGNED_SHARE ? "Signed" : "Plain",
    fault: random() < share ? oneOf(random, FIRMWARE_FAULTS) : null,
    bytesPerSecond: between(random, 50_000, 500_000) * speed,
    chunkBytes: random() < 0.2 ? 65_536 : undefined,
    installMs: between(random, 10_000, 40_000) / speed,
    rebootMs: between(random, 5_000, 20_000) / speed,
    longOfflineMs: 900_000 / speed,
    sessionMs: 120_000 / speed,
    idTag: idTags[0],
  };
}

function partFor(scenario: Scenario, random: Random): Part {
  switch (scenario) {
    case "idle":
      return "Idle";
    case "charging":
      return "Busy";
    case "flaky":
      return "Flaky";
    case "flaky-firmware":
      return random() < 0.6 ? "Idle" : "Charging";
    case "mixed": {
      const draw = random();
      if (draw < 0.2) return "Idle";
      if (draw < 0.8) return "Charging";
      return draw < 0.9 ? "Faulty" : "Flaky";
    }
  }
}

function play(part: Part, station: Station, connectors: number, context: ScriptContext): readonly Promise<void>[] {
  const sessions = (min: number, max: number) =>
    Array.from({ length: connectors }, (_, index) => runSessions(station, index + 1, context, { min, max }));
  switch (part) {
    case "Idle":
      return Array.from({ length: connectors }, (_, index) => runDepartures(station, index + 1, context));
    case "Charging":
      return sessions(5, 240);
    case "Busy":
      return sessions(1, 10);
    case "Faulty":
      return [...sessions(5, 240), runFaults(station, 1, context)];
    case "Flaky":
      return [...sessions(5, 60), runDropOffs(station, context, { min: 30, max: 180 })];
  }
}

async function settle(station: Station, connectors: number): Promise<void> {
  for (let connectorId = 1; connectorId <= connectors; connectorId += 1) {
    if (station.isPlugged(connectorId)) await station.unplug(connectorId);
  }
  await station.drained();
}

function census(stations: readonly Station[], connectors: number) {
  const statuses = stations.flatMap((station) =>
    Array.from({ length: connectors }, (_, index) => station.status(index + 1)),
  );
  return {
    stations: stations.length,
    online: stations.filter(({ isOnline }) => isOnline).length,
    charging: statuses.filter((status) => status === "Charging").length,
    faulted: statuses.filter((status) => status === "Faulted").length,
    pending: stations.reduce((sum, { pendingCount }) => sum + pendingCount, 0),
    updating: stations.filter(({ isUpdating }) => isUpdating).length,
  };
}
