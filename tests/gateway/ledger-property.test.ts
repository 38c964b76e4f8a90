import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type TestGateway } from "../support/gateway";
import {
  type Clock,
  type Fate,
  type History,
  liveThrough,
  type SessionPlan,
  type TrueSession,
} from "./support/metered-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

const fates = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fate>("Once") },
  { weight: 4, arbitrary: fc.constantFrom<Fate>("SameIdAgain", "NewIdAgain", "AnswerLost", "CutOff") },
);
const clocks = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Clock>("Right") },
  { weight: 3, arbitrary: fc.constantFrom<Clock>("NeverSet", "YearsBack", "YearsAhead", "Untold") },
);
const plans: fc.Arbitrary<SessionPlan> = fc
  .record({
    stepsWh: fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 3 }),
    start: fc.oneof(
      { weight: 4, arbitrary: fc.constant("Confirmed" as const) },
      { weight: 4, arbitrary: fc.constantFrom("Unconfirmed" as const, "Dropped" as const, "Late" as const) },
    ),
    startFate: fates,
    stopFate: fates,
    namelessId: fc.constantFrom(-1 as const, 0 as const),
    startClock: clocks,
    stopClock: clocks,
    stopTells: fc.constantFrom("Token" as const, "Begin" as const, "Both" as const),
    reference: fc.constantFrom("Id" as const, "None" as const, "Nameless" as const, "Wrong" as const),
  })
  .map(datedWhereNothingElseTells);

/** A start told after its stop that delivered nothing is known by its time alone: one session ends where the next begins. */
function datedWhereNothingElseTells(plan: SessionPlan): SessionPlan {
  const isSilent = plan.start === "Late" && plan.stepsWh.every((wh) => wh === 0);
  return isSilent ? { ...plan, startClock: "Right", stopClock: "Right" } : plan;
}

const histories: fc.Arbitrary<History> = fc.record({
  daysAgo: fc.constantFrom(1, 4, 20),
  rounds: fc.integer({ min: 1, max: 3 }).chain((connectors) =>
    fc.array(fc.array(fc.option(plans, { freq: 4 }), { minLength: connectors, maxLength: connectors }), {
      minLength: 1,
      maxLength: 3,
    }),
  ),
});

const SEED = Number(process.env["LEDGER_SEED"] ?? Date.now() % 2 ** 31);
const HISTORIES = Number(process.env["LEDGER_HISTORIES"] ?? 80);
const AT_ONCE = 16;

test("whatever a station repeats, loses, swaps and misdates, the books hold what its meters delivered, once", {
  timeout: 120_000,
}, async () => {
  const lives = fc.sample(histories, { numRuns: HISTORIES, seed: SEED }).map((history, index) => ({ history, index }));
  const offences: string[] = [];
  const live = async (): Promise<void> => {
    for (let next = lives.pop(); next !== undefined; next = lives.pop()) {
      const identity = `LEDGER-${next.index}`;
      const offence = await liveThrough(kituo, identity, next.history).then(
        (sessions) => offencesOf(identity, sessions),
        (error: unknown) => [String(error)],
      );
      if (offence.length > 0) offences.push(`${offence.join("; ")}\n  in ${JSON.stringify(next.history)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, live));
  expect(offences, `LEDGER_SEED=${SEED} repeats it`).toEqual([]);
});

/** What the books hold against what the station knows to be true, in words. */
async function offencesOf(identity: string, truth: readonly TrueSession[]): Promise<readonly string[]> {
  const station = await kituo.db.station.findUniqueOrThrow({ where: { identity } });
  const rows = await kituo.db.chargingSession.findMany({
    where: { stationId: station.id },
    include: { journal: true },
    orderBy: { id: "asc" },
  });
  const meters = await kituo.db.meterValue.findMany({ where: { stationId: station.id } });
  const entries = rows.flatMap(({ journal }) => journal);
  const told = (kind: string, field: string, wh: number): boolean =>
    entries.some(({ kind: own, details }) => own === kind && JSON.stringify(details).includes(`"${field}":${wh}`));
  const registers = (kind: "Started" | "Ended"): number => entries.filter((entry) => entry.kind === kind).length;
  const heard = truth.filter(({ plan }) => plan.start !== "Dropped");
  return [
    ...(rows.length === truth.length ? [] : [`${rows.length} sessions of ${truth.length}`]),
    ...rows.filter(({ phase }) => phase !== "Ended").map(({ id }) => `session ${id} is open`),
    ...differences(
      rows.map(({ energyWh }) => energyWh),
      truth.map(deliveredWh),
    ),
    ...(registers("Started") === heard.length
      ? []
      : [`${registers("Started")} starts of ${heard.length} in the journal`]),
    ...(registers("Ended") === truth.length ? [] : [`${registers("Ended")} stops of ${truth.length} in the journal`]),
    ...heard.flatMap(({ startWh }) => (told("Started", "meterStartWh", startWh) ? [] : [`no start at ${startWh}`])),
    ...truth.flatMap(({ stopWh }) => (told("Ended", "meterStopWh", stopWh) ? [] : [`no stop at ${stopWh}`])),
    ...truth.flatMap(({ readings }) =>
      readings.flatMap(({ wh, id }) =>
        meters.some((row) => row.energyWh === wh && (id === null || row.sessionId === id))
          ? []
          : [`the reading ${wh} is not kept with ${id}`],
      ),
    ),
    ...rows.flatMap((row) => unexplained(row)),
  ];
}

/** A start that never arrived and a stop that does not tell it leave nothing to bill: a person must look. */
const deliveredWh = ({ plan, startWh, stopWh }: TrueSession): number | null =>
  plan.start === "Dropped" && plan.stopTells === "Token" ? null : stopWh - startWh;

const unexplained = ({ id, energyWh, anomalies }: { id: number; energyWh: number | null; anomalies: string[] }) =>
  energyWh === null && !anomalies.includes("StopWithoutStart") ? [`session ${id} bills nothing and says not why`] : [];

function differences(found: readonly (number | null)[], wanted: readonly (number | null)[]): readonly string[] {
  const inOrder = (values: readonly (number | null)[]) => values.map((wh) => wh ?? -1).toSorted((a, b) => a - b);
  const [have, want] = [inOrder(found), inOrder(wanted)];
  const isSame = have.length === want.length && have.every((wh, place) => Math.abs(wh - (want[place] ?? -1)) <= 1);
  return isSame ? [] : [`billed ${have.join(", ")} of ${want.join(", ")} Wh`];
}
