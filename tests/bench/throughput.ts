/** The closed loop on every server in turn, round after round, so that a slow minute of the machine meets them all. */
import type { Books } from "./books";
import { difference, expectedRows, mismatches, type Rows } from "./books";
import { boot } from "./client";
import { type Latency, type LoadStation, type LoopResult, runLoop } from "./closed-loop";
import type { BenchOptions } from "./options";
import type { Meter } from "./processor-time";
import { type ScriptVersion, sessionScript } from "./station-script";
import { median } from "./statistics";
import { type Target, type TargetName, YARDSTICK } from "./targets";

export type ProcessorTime = Readonly<Record<string, number | null>>;

export type Round = {
  readonly target: TargetName;
  readonly messagesPerSecond: number;
  readonly latencyMs: Latency;
  /** Microseconds of processor time per message, by process. */
  readonly processorUs: ProcessorTime;
};

export type ThroughputRow = Round & {
  /** The median of what each round had, divided by the yardstick's of the same round. */
  readonly ratio: number | null;
};

export type Throughput = {
  readonly version: ScriptVersion;
  readonly callsPerSession: number;
  readonly rows: readonly ThroughputRow[];
  readonly rounds: readonly Round[];
  /** Counted after each round of Kituo. */
  readonly counted: readonly Rows[];
  readonly mismatches: readonly string[];
};

type Setting = { readonly options: BenchOptions; readonly books: Books; readonly say: (line: string) => void };

export async function measureThroughput(
  setting: Setting,
  version: ScriptVersion,
  targets: readonly Target[],
): Promise<Throughput> {
  const { options, books, say } = setting;
  const script = sessionScript(version);
  const fleets = new Map<Target, readonly LoadStation[]>();
  for (const target of targets) fleets.set(target, await connectFleet(setting, version, target));

  const rounds: Round[] = [];
  const counted: Rows[] = [];
  const wrong: string[] = [];
  const play = async (target: Target, seconds: number, name: string): Promise<Round> => {
    const before = target.name === "Kituo" ? await books.count() : null;
    const { result, processorSeconds } = await metered(target, fleets.get(target) ?? [], { script, seconds });
    if (before !== null) {
      const rows = difference(await books.count(), before);
      counted.push(rows);
      wrong.push(...mismatches(`OCPP ${version}, ${name}`, expectedRows(result.acknowledged, version), rows));
    }
    return roundOf(target.name, result, processorSeconds);
  };

  for (const target of targets) await play(target, options.warmUpSeconds, "warm-up");
  for (let number = 1; number <= options.rounds; number += 1) {
    for (const target of targets) {
      const round = await play(target, options.seconds, `round ${number}`);
      rounds.push(round);
      say(`OCPP ${version}, round ${number}: ${target.name} ${Math.round(round.messagesPerSecond)} messages/s`);
    }
  }
  for (const fleet of fleets.values()) await Promise.all(fleet.map(({ client }) => client.close()));
  const rows = targets.map(({ name }) => rowOf(name, rounds));
  return { version, callsPerSession: script.length, rows, rounds, counted, mismatches: wrong };
}

async function connectFleet(
  { options, books }: Setting,
  version: ScriptVersion,
  { name, url }: Target,
): Promise<readonly LoadStation[]> {
  const numbers = Array.from({ length: options.stations }, (_, index) => index + 1);
  const scripted = numbers.map((number) => ({
    identity: `LOAD-${version}-${number}`,
    token: `TAG-${version}-${number}`,
    session: 0,
    meterWh: 1_000 * number,
    transactionId: "",
  }));
  if (name === "Kituo") {
    await books.addStations(
      scripted.map(({ identity }) => identity),
      null,
    );
    await books.addTokens(scripted.map(({ token }) => token));
  }
  const fleet: LoadStation[] = [];
  for (const station of scripted) {
    fleet.push({ client: await boot({ url, identity: station.identity, version }), scripted: station });
  }
  return fleet;
}

type Play = { readonly script: ReturnType<typeof sessionScript>; readonly seconds: number };

async function metered(target: Target, fleet: readonly LoadStation[], { script, seconds }: Play) {
  const meters: Readonly<Record<string, Meter>> = { ...target.meters, driver: { read: driverSeconds } };
  const before = readAll(meters);
  let processorSeconds: ProcessorTime = {};
  const result = await runLoop(fleet, script, seconds, () => {
    const after = readAll(meters);
    processorSeconds = Object.fromEntries(
      Object.keys(meters).map((name) => [name, spent(before[name] ?? null, after[name] ?? null)]),
    );
  });
  return { result, processorSeconds };
}

const readAll = (meters: Readonly<Record<string, Meter>>): ProcessorTime =>
  Object.fromEntries(Object.entries(meters).map(([name, meter]) => [name, meter.read()]));

const spent = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : after - before;

function driverSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function roundOf(target: TargetName, result: LoopResult, processorSeconds: ProcessorTime): Round {
  const { messages, seconds, latencyMs } = result;
  const perMessage = (total: number | null): number | null => (total === null ? null : (total * 1e6) / messages);
  return {
    target,
    messagesPerSecond: messages / seconds,
    latencyMs,
    processorUs: Object.fromEntries(Object.entries(processorSeconds).map(([name, total]) => [name, perMessage(total)])),
  };
}

function rowOf(name: TargetName, rounds: readonly Round[]): ThroughputRow {
  const own = rounds.filter(({ target }) => target === name);
  const yardstick = rounds.filter(({ target }) => target === YARDSTICK);
  const ratios = own.flatMap((round, index) => {
    const other = yardstick[index];
    return other === undefined ? [] : [round.messagesPerSecond / other.messagesPerSecond];
  });
  const middle = (value: (round: Round) => number): number => median(own.map(value));
  const processes = Object.keys(own[0]?.processorUs ?? {});
  return {
    target: name,
    messagesPerSecond: middle((round) => round.messagesPerSecond),
    latencyMs: {
      p50: middle((round) => round.latencyMs.p50),
      p95: middle((round) => round.latencyMs.p95),
      p99: middle((round) => round.latencyMs.p99),
    },
    processorUs: Object.fromEntries(
      processes.map((process) => [process, medianOrNull(own.map((round) => round.processorUs[process] ?? null))]),
    ),
    ratio: ratios.length === 0 ? null : median(ratios),
  };
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
