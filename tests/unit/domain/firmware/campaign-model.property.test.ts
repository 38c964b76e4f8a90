import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CRASHES, HEALTHY } from "./healthy-histories";
import { MUTANTS } from "./mutants";
import { aWorld, histories, play, quiesce, take } from "./world-histories";

/** TEST_ROLLOUT_HISTORIES asks for more, TEST_ROLLOUT_SEED for others. */
const HISTORIES = Number(process.env["TEST_ROLLOUT_HISTORIES"] ?? 3_000);
const SEED = Number(process.env["TEST_ROLLOUT_SEED"] ?? 42);
/** One with which each of them is found soon. */
const MUTANT_SEED = 13;
const TIMEOUT_MS = 60_000 + HISTORIES * 100;

/** In so many of 1,000 histories at least: what never happens is not tested. */
const SEEN_MIN: Readonly<Record<string, number>> = {
  "end Completed": 600,
  "end Aborted": 100,
  "job Succeeded": 500,
  "wave Passed": 500,
  "job Reconciling": 150,
  adopted: 20,
  RevokeCommand: 30,
  "attempt NotDelivered": 30,
  "paused ErrorBudget": 30,
  "paused LostLimit": 2,
  "paused ArtifactFailure": 5,
  "paused WaveHeld": 100,
  "paused ManualGate": 50,
  "paused KillSwitch": 50,
  "attempt Lost": 8,
  recovered: 4,
  drained: 100,
  restored: 150,
  latePool: 15,
  fenced: 4,
  engineCrashes: 200,
  gatewayCrashes: 8,
  inWindow: 40,
  otherFamily: 100,
  RevokeGrant: 2,
  CancelUpdate: 1,
  retried: 1,
};

test("whatever happens, a campaign never does what it must not, and comes to its end (I1–I21)", {
  timeout: TIMEOUT_MS,
}, () => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(histories, (history) => {
      const world = play(history);
      expect(world.broken).toEqual([]);
      for (const name of Object.keys(world.marks)) seen[name] = (seen[name] ?? 0) + 1;
    }),
    { numRuns: HISTORIES, seed: SEED, endOnFailure: false },
  );
  if (process.env["TEST_ROLLOUT_HISTORIES"] !== undefined) process.stdout.write(`${JSON.stringify(seen)}\n`);
  const rare = Object.entries(SEEN_MIN).filter(
    ([name, min]) => (seen[name] ?? 0) < Math.floor((min * HISTORIES) / 1_000),
  );
  expect(rare.map(([name, min]) => `${name}: ${seen[name] ?? 0} of ${min}‰`)).toEqual([]);
});

test("whoever is killed at whatever step, nothing is lost and nothing is doubled (I12)", () => {
  fc.assert(
    fc.property(CRASHES, (crashes) => {
      const world = aWorld(HEALTHY);
      for (const kind of crashes) take(world, [kind, 0, 4]);
      quiesce(world);
      expect(world.broken).toEqual([]);
      expect(world.books.jobs.map(({ status }) => status)).toEqual(Array(5).fill("Succeeded"));
      expect(world.stations.map(({ updates }) => updates)).toEqual(Array(5).fill(1));
    }),
    { numRuns: 150, seed: SEED },
  );
});

describe("a fault is found:", () => {
  for (const mutant of MUTANTS) {
    test(mutant.name, { timeout: 120_000 }, () => {
      const { failed } = fc.check(
        fc.property(histories, (history) => {
          const [first] = play(history, mutant).broken;
          if (first !== undefined && mutant.caughtBy.test(first)) throw new Error(first);
        }),
        { numRuns: 4_000, seed: MUTANT_SEED, endOnFailure: true },
      );
      expect(failed, "no history shows it").toBe(true);
    });
  }
});
