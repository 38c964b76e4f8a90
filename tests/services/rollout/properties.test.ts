import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CRASHES, HEALTHY } from "../../unit/domain/firmware/healthy-histories";
import { histories, NIGHT } from "../../unit/domain/firmware/world-histories";
import { aGateway, type Books, openBooks } from "../books";
import { aVictim, type Victim } from "./frozen-work";
import { aWorld, forget, play, quiesce, take } from "./world-plays";

/** ROLLOUT_HISTORIES asks for more, ROLLOUT_SEED for others. */
const HISTORIES = Number(process.env["ROLLOUT_HISTORIES"] ?? 60);
const SEED = Number(process.env["ROLLOUT_SEED"] ?? 42);
const TIMEOUT_MS = 120_000 + HISTORIES * 10_000;

let books: Books;
/** The process whose connections the database ends, in the middle of its transactions. */
let victim: Victim;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db, "gateway-1", new Date(NIGHT + 10 * 365 * 86_400_000));
  victim = aVictim(books.url);
});
afterAll(async () => {
  await victim.db.$disconnect();
  await books.close();
});

/** In so many of 1,000 histories at least: what never happens is not tested. */
const SEEN_MIN: Readonly<Record<string, number>> = {
  "end Completed": 500,
  "end Aborted": 100,
  "job Reconciling": 100,
  RevokeCommand: 30,
  "attempt NotDelivered": 30,
  drained: 100,
  restored: 150,
  latePool: 20,
  fenced: 20,
  engineCrashes: 50,
  takenWithin: 10,
  inWindow: 40,
  otherFamily: 100,
  twoCampaigns: 150,
};

test("whatever happens, a campaign never does what it must not, and comes to its end (I1–I21)", {
  timeout: TIMEOUT_MS,
}, async () => {
  const on = { db: books.db, victim };
  const seen: Record<string, number> = {};
  const sums: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      await forget(on);
      const world = await play(on, history);
      expect(world.broken).toEqual([]);
      for (const [name, times] of Object.entries(world.marks)) {
        seen[name] = (seen[name] ?? 0) + 1;
        sums[name] = (sums[name] ?? 0) + times;
      }
    }),
    { numRuns: HISTORIES, seed: SEED, endOnFailure: process.env["ROLLOUT_SHRINKS"] === undefined },
  );
  if (process.env["ROLLOUT_HISTORIES"] !== undefined)
    process.stdout.write(`${JSON.stringify({ seen, sums, connectionsEnded: victim.ended })}\n`);
  const rare = Object.entries(SEEN_MIN).filter(
    ([name, min]) => (seen[name] ?? 0) < Math.floor((min * HISTORIES) / 1_000),
  );
  expect(rare.map(([name, min]) => `${name}: ${seen[name] ?? 0} of ${min}‰`)).toEqual([]);
});

test("whoever is killed at whatever step, nothing is lost and nothing is doubled (I12)", {
  timeout: TIMEOUT_MS,
}, async () => {
  const on = { db: books.db, victim };
  const stations = HEALTHY.fleet.stations.length;
  await fc.assert(
    fc.asyncProperty(CRASHES, async (crashes) => {
      await forget(on);
      const world = await aWorld(on, HEALTHY);
      for (const [place, kind] of crashes.entries()) await take(world, [kind, place, place + 4]);
      await quiesce(world);
      expect(world.broken).toEqual([]);
      expect(world.books?.jobs.map(({ status }) => status)).toEqual(Array(stations).fill("Succeeded"));
      expect(world.sims.map(({ station }) => station.updates)).toEqual(Array(stations).fill(1));
    }),
    { numRuns: Math.ceil(HISTORIES / 10), seed: SEED, endOnFailure: true },
  );
});
