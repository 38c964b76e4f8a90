import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "@/lib/domain/alerts/finding";
import { aFinding, aRule, createAlertWorld } from "./alert-world";

const STATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const rules = [
  aRule("Offline", { forSeconds: 60, clearSeconds: 120, groupSize: 3, groupSeconds: 60 }, 1),
  aRule("Fault", { forSeconds: 0, clearSeconds: 60, groupSize: 3, groupSeconds: 60 }, 2),
];

const step = fc.record({
  seconds: fc.integer({ min: 1, max: 90 }),
  toggles: fc.array(fc.constantFrom(...STATIONS), { maxLength: 8 }),
  lookedAt: fc.constantFrom("both", "offline", "none"),
  person: fc.constantFrom("nothing", "acknowledge", "silence", "resolve"),
  which: fc.nat(20),
});

/** Stations 1–4 are of one site, 5 and 6 of another; 7 and 8 of none. */
const siteOf = (id: number): number | null => (id <= 4 ? 1 : id <= 6 ? 2 : null);

const findingsOf = (gone: ReadonlyMap<number, number>): readonly Finding[] =>
  [...gone].flatMap(([id, since]) =>
    rules.map(({ id: ruleId }) => aFinding(id, since, { ruleId, station: { siteId: siteOf(id) } })),
  );

type World = ReturnType<typeof createAlertWorld>;
type Attending = { readonly person: string; readonly which: number; readonly at: number };

/** Does what a person does to one of the open alerts; gives the one that was acknowledged. */
function attend(world: World, { person, which, at }: Attending): number | null {
  const open = world.open();
  const alert = open[which % Math.max(1, open.length)];
  if (alert === undefined) return null;
  if (person === "silence") alert.silencedUntil = at + 100;
  if (person === "resolve") world.resolveByHand(alert.id);
  if (person !== "acknowledge") return null;
  alert.state = "Acknowledged";
  return alert.id;
}

function expectSound(world: World, acknowledged: ReadonlySet<number>, at: number): void {
  const open = world.open();
  const keys = open.map(({ ruleId, cause }) => `${ruleId} ${cause.key}`);
  expect(new Set(keys).size).toBe(keys.length);
  const subjects = open.flatMap(({ ruleId, members }) =>
    [...members].filter(([, left]) => left === null).map(([subject]) => `${ruleId} ${subject}`),
  );
  expect(new Set(subjects).size).toBe(subjects.length);
  for (const one of open) {
    expect(one.silencedUntil ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at);
    if (acknowledged.has(one.id)) expect(one.state).toBe("Acknowledged");
  }
}

test("whatever comes and goes: never two alerts for one cause or one subject, people's words last, and all ends", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const world = createAlertWorld();
      const gone = new Map<number, number>();
      const acknowledged = new Set<number>();
      let at = 0;
      for (const { seconds, toggles, lookedAt, person, which } of steps) {
        at += seconds;
        for (const id of toggles) if (!gone.delete(id)) gone.set(id, at);
        const chosen = attend(world, { person, which, at });
        if (chosen !== null) acknowledged.add(chosen);
        const looked = { both: ["Offline", "Fault"], offline: ["Offline"], none: [] } as const;
        world.round(at, rules, findingsOf(gone), looked[lookedAt]);
        expectSound(world, acknowledged, at);
      }
      // All is well from now on: the first round sees it go, the second one that it has stayed away.
      world.round(at + 1, rules, []);
      world.round(at + 200, rules, []);
      expect(world.open()).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("a cause that lasts has an alert, and a round that finds nothing new changes nothing", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...STATIONS), { minLength: 1 }), (stations) => {
      const world = createAlertWorld();
      const gone = new Map(stations.map((id) => [id, id * 7]));
      world.round(1_000, rules, findingsOf(gone));
      const blamed = world
        .open()
        .flatMap(({ ruleId, members }) => [...members.keys()].map((one) => `${ruleId} ${one}`));
      const wanted = rules.flatMap(({ id }) => stations.map((station) => `${id} station:${station}`));
      expect(blamed.toSorted()).toEqual(wanted.toSorted());
      expect(world.round(1_010, rules, findingsOf(gone))).toEqual([]);
    }),
  );
});
