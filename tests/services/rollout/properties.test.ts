import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { takeLead } from "@/lib/services/rollout/lead";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { createWorld, type World, type WorldSpec } from "./world";

let books: Books;
/** The engine that is cut off in the middle of its work. */
let victim: Database;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db, "gateway-1", new Date(T0.getTime() + 10 * 365 * 86_400_000));
  victim = createDatabase(`${books.url}${books.url.includes("?") ? "&" : "?"}application_name=victim`, {
    connectionsMax: 2,
  });
});
afterAll(async () => {
  await victim.$disconnect();
  await books.close();
});

const HISTORIES = Number(process.env["ROLLOUT_HISTORIES"] ?? 20);

type Step =
  | { readonly type: "tick" | "write" | "crashGateway" | "crashEngine" | "pause" | "resume" | "abort" }
  | { readonly type: "claim" | "station" | "net" | "session" | "repeat"; readonly place: number }
  | { readonly type: "progress"; readonly place: number; readonly fails: boolean }
  | { readonly type: "time"; readonly seconds: number };

const place = fc.nat(7);
const of = <Type extends string>(type: Type) => fc.constant({ type } as const);
const at = <Type extends string>(type: Type) => place.map((where) => ({ type, place: where }) as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: of("tick") },
  { weight: 8, arbitrary: at("claim") },
  { weight: 8, arbitrary: of("write") },
  { weight: 8, arbitrary: at("station") },
  {
    weight: 8,
    arbitrary: fc.tuple(place, fc.nat(9)).map(([p, n]) => ({ type: "progress" as const, place: p, fails: n === 0 })),
  },
  { weight: 2, arbitrary: at("net") },
  { weight: 2, arbitrary: at("session") },
  { weight: 1, arbitrary: at("repeat") },
  { weight: 1, arbitrary: of("crashGateway") },
  { weight: 2, arbitrary: of("crashEngine") },
  { weight: 1, arbitrary: of("pause") },
  { weight: 2, arbitrary: of("resume") },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 30 }).map((seconds) => ({ type: "time" as const, seconds })) },
);

const spec: fc.Arbitrary<WorldSpec> = fc.record({
  waves: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
  rule: fc.record({
    success: fc.constantFrom(0, 0.5, 1),
    failuresMax: fc.constantFrom(0, 1, 100),
    lostMax: fc.constantFrom(0, 100),
  }),
  spec: fc.record({
    inFlightMax: fc.integer({ min: 1, max: 4 }),
    attemptsMax: fc.integer({ min: 1, max: 3 }),
    sessionPolicy: fc.constantFrom("WaitIdle" as const, "Drain" as const),
  }),
  mute: fc.array(fc.nat(8), { maxLength: 3 }),
  rollsBack: fc.array(fc.nat(8), { maxLength: 1 }),
});

/** Ends the connections of the engine at work, wherever it is in its transaction. */
async function crashEngine(world: World, lead: number): Promise<void> {
  const ticking = world.steps.tick(lead, { ...world.ctx, db: victim }).catch(() => undefined);
  await books.db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim' AND state <> 'idle'`;
  await ticking;
}

async function run(world: World, lead: number, history: readonly Step[], abortAt: number | null): Promise<void> {
  let state = await world.check(null);
  for (const [index, one] of history.entries()) {
    if (index === abortAt) await world.steps.abort();
    await take(world, lead, one);
    state = await world.check(state);
    if (world.violations.length > 0) return;
  }
}

async function take(world: World, lead: number, one: Step): Promise<unknown> {
  const { steps } = world;
  if ("place" in one && one.type !== "progress") return steps[one.type](one.place);
  switch (one.type) {
    case "tick":
      return steps.tick(lead);
    case "crashEngine":
      return crashEngine(world, lead);
    case "pause":
      return steps.order({ type: "Pause" });
    case "resume":
      return steps.order({ type: "Resume", comment: "seen", isApprover: true });
    case "abort":
      return steps.abort();
    case "write":
      return steps.write();
    case "crashGateway":
      return steps.crashGateway();
    case "time":
      return steps.time(one.seconds);
    case "progress":
      return steps.progress(one.place, one.fails);
  }
}

test(`nothing is sent twice, lost or left over in ${HISTORIES} histories with crashes`, {
  timeout: 1_200_000,
}, async () => {
  const ends = new Map<string, number>();
  const history = fc.array(step, { minLength: 20, maxLength: 120 });
  const abortAt = fc.option(fc.nat(100), { nil: null, freq: 2 });
  await fc.assert(
    fc.asyncProperty(spec, history, abortAt, async (given, steps, abort) => {
      const lead = await takeLead({ ...books.as("admin") }, "engine");
      const world = await createWorld(books.db, given);
      await run(world, lead, steps, abort);
      if (world.violations.length === 0) await world.quiesce(lead);
      if (world.violations.length === 0) await world.checkEnd();
      expect(world.violations).toEqual([]);
      const { status } = await books.db.campaign.findUniqueOrThrow({ where: { id: world.campaignId } });
      ends.set(status, (ends.get(status) ?? 0) + 1);
    }),
    { numRuns: HISTORIES, endOnFailure: true },
  );
  // Not vacuous: they end in each way there is.
  expect([...ends.keys()].toSorted()).toEqual(["Aborted", "Completed"]);
});
