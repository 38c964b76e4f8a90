/** The simulator's own stations, which check every answer and keep a ledger: slower than the load driver, and closer to life. */
import { createAcknowledgedLedger } from "../simulator/acknowledged";
import { createFleet } from "../simulator/fleet";
import { type Books, difference } from "./books";
import type { BenchOptions } from "./options";
import { median } from "./statistics";
import { type Target, type TargetName, YARDSTICK } from "./targets";

export type FleetRow = { readonly target: TargetName; readonly callsPerSecond: number; readonly ratio: number | null };
export type FleetResult = { readonly rows: readonly FleetRow[]; readonly mismatches: readonly string[] };

type Setting = { readonly options: BenchOptions; readonly books: Books; readonly say: (line: string) => void };

/** Quarter-hour sessions pass in a tenth of a second, so that the stations wait for answers and for little else. */
const SPEED = 10_000;
const METER_INTERVAL_MS = 10;
const TOKENS = 5_000;
const PATIENCE_MS = 30_000;

export async function measureFleet(setting: Setting, targets: readonly Target[]): Promise<FleetResult> {
  const { options, books, say } = setting;
  const tokens = Array.from({ length: TOKENS }, (_, index) => `FLEET-${index + 1}`);
  await books.addTokens(tokens);
  const measured = targets.filter(({ name }) => name === "Kituo" || name === YARDSTICK);
  const runs: { readonly target: TargetName; readonly round: number; readonly callsPerSecond: number }[] = [];
  const wrong: string[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const target of measured) {
      const before = await books.count();
      const { callsPerSecond, starts } = await playFleet(target, options, { tokens, round });
      runs.push({ target: target.name, round, callsPerSecond });
      say(`simulated fleet, round ${round}: ${target.name} ${Math.round(callsPerSecond)} calls/s`);
      if (target.name !== "Kituo") continue;
      const { chargingSessions } = difference(await books.count(), before);
      if (chargingSessions !== starts)
        wrong.push(`fleet: ${chargingSessions} sessions, but ${starts} were acknowledged`);
    }
  }
  const of = (name: TargetName, round: number): number =>
    runs.find((run) => run.target === name && run.round === round)?.callsPerSecond ?? Number.NaN;
  const rows = measured.map(({ name }): FleetRow => {
    const own = runs.filter(({ target }) => target === name);
    return {
      target: name,
      callsPerSecond: median(own.map(({ callsPerSecond }) => callsPerSecond)),
      ratio: median(own.map(({ callsPerSecond, round }) => callsPerSecond / of(YARDSTICK, round))),
    };
  });
  return { rows, mismatches: wrong };
}

type Play = { readonly tokens: readonly string[]; readonly round: number };

async function playFleet(target: Target, options: BenchOptions, { tokens, round }: Play) {
  const [first = "", ...rest] = tokens;
  const ledger = createAcknowledgedLedger();
  const fleet = createFleet({
    url: target.url,
    stations: options.stations,
    prefix: `FLEET${round}`,
    version: "1.6",
    connectors: 1,
    scenario: "charging",
    meterIntervalMs: METER_INTERVAL_MS,
    idTags: [first, ...rest],
    speed: SPEED,
    rampPerSecond: 1_000,
    seed: round,
    acknowledged: ledger,
  });
  await fleet.start();
  const { answered } = fleet.tally();
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, options.seconds * 1000));
  const callsPerSecond = ((fleet.tally().answered - answered) * 1000) / (performance.now() - startedAt);
  await fleet.stop(PATIENCE_MS);
  const { pending } = fleet.tally();
  if (pending > 0) throw new Error(`${pending} transaction messages were left unanswered by ${target.name}`);
  return { callsPerSecond, starts: ledger.startedTransactions().length };
}
