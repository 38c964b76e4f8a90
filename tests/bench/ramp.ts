/** How fast a whole fleet is back: every station connects and boots, a bounded number at a time. */
import { type Books, difference } from "./books";
import { boot, type Client } from "./client";
import type { BenchOptions } from "./options";
import { BENCH_PASSWORD } from "./servers/answers";
import { median } from "./statistics";
import { type Target, type TargetName, YARDSTICK } from "./targets";

const KINDS = ["no password", "password, first time", "password, again"] as const;
type Kind = (typeof KINDS)[number];

export type RampRow = {
  readonly target: TargetName;
  readonly kind: Kind;
  readonly stationsPerSecond: number;
  /** The median of what each round had, divided by the yardstick's of the same round. */
  readonly ratio: number | null;
};

export type Ramp = {
  readonly stations: number;
  readonly rows: readonly RampRow[];
  readonly mismatches: readonly string[];
};

type Setting = { readonly options: BenchOptions; readonly books: Books; readonly say: (line: string) => void };
type Run = {
  readonly target: TargetName;
  readonly kind: Kind;
  readonly round: number;
  readonly stationsPerSecond: number;
};

/** As many dials at once as a station listener might see in a storm. */
const DIALS_AT_ONCE = 64;

export async function measureRamp(setting: Setting, targets: readonly Target[]): Promise<Ramp> {
  const { options, books, say } = setting;
  const runs: Run[] = [];
  const wrong: string[] = [];
  const measured = targets.filter(({ name }) => name !== "ws" && name !== "ocpp-rpc");

  const ramp = async (target: Target, kind: Kind, round: number): Promise<void> => {
    const before = await books.count();
    const identities = identitiesOf(options.rampStations, kind === "no password" ? "OPEN" : "LOCK", round);
    const stationsPerSecond = await dialAll(target, identities, kind);
    runs.push({ target: target.name, kind, round, stationsPerSecond });
    say(`ramp, round ${round}: ${target.name}, ${kind} ${Math.round(stationsPerSecond)} stations/s`);
    if (target.name !== "Kituo") return;
    const { messages } = difference(await books.count(), before);
    if (messages !== identities.length) {
      wrong.push(`ramp, ${kind}: ${messages} messages, but ${identities.length} boots were acknowledged`);
    }
  };

  for (let round = 1; round <= options.rounds; round += 1) {
    await books.addStations(identitiesOf(options.rampStations, "OPEN", round), null);
    await books.addStations(identitiesOf(options.rampStations, "LOCK", round), BENCH_PASSWORD);
    for (const kind of KINDS) for (const target of measured) await ramp(target, kind, round);
  }
  const rows = KINDS.flatMap((kind) => measured.map(({ name }) => rowOf(name, kind, runs)));
  return { stations: options.rampStations, rows, mismatches: wrong };
}

const identitiesOf = (count: number, prefix: string, round: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${round}-${index + 1}`);

async function dialAll(target: Target, identities: readonly string[], kind: Kind): Promise<number> {
  const waiting = [...identities];
  const clients: Client[] = [];
  const password = kind === "no password" ? undefined : BENCH_PASSWORD;
  const dialNext = async (): Promise<void> => {
    for (let identity = waiting.pop(); identity !== undefined; identity = waiting.pop()) {
      clients.push(await boot({ url: target.url, identity, version: "1.6", password }));
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: DIALS_AT_ONCE }, dialNext));
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  return identities.length / seconds;
}

function rowOf(target: TargetName, kind: Kind, runs: readonly Run[]): RampRow {
  const own = runs.filter((run) => run.target === target && run.kind === kind);
  const ratios = own.flatMap((run) => {
    const other = runs.find((each) => each.target === YARDSTICK && each.kind === kind && each.round === run.round);
    return other === undefined ? [] : [run.stationsPerSecond / other.stationsPerSecond];
  });
  return {
    target,
    kind,
    stationsPerSecond: median(own.map((run) => run.stationsPerSecond)),
    ratio: ratios.length === 0 ? null : median(ratios),
  };
}
