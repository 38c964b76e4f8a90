import { afterAll, beforeAll, expect, test } from "vitest";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { aStation, type Books, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

type Facts = {
  readonly tokenUid?: string;
  readonly endReason?: string;
  readonly wh?: number;
  readonly minutes?: number;
};

/** Ended sessions of one station; their ids in this order. */
async function endedSessions(facts: readonly Facts[]): Promise<{ readonly identity: string; readonly made: number[] }> {
  const { id: stationId, identity } = await aStation(books.db);
  const made: number[] = [];
  for (const [index, { tokenUid, endReason, wh, minutes = 30 }] of facts.entries()) {
    const startedAt = new Date(T0.getTime() + index * 3_600_000);
    const endedAt = new Date(startedAt.getTime() + minutes * 60_000);
    const { id } = await books.db.chargingSession.create({
      data: {
        stationId,
        evse: 1,
        startKey: `${identity}-${index}`,
        phase: "Ended",
        startReceivedAt: startedAt,
        startedAt,
        endedAt,
        tokenUid: tokenUid ?? null,
        endReason: endReason ?? null,
        energyWh: wh ?? null,
      },
    });
    made.push(id);
  }
  return { identity, made };
}

async function numbersOf(identity: string, made: readonly number[], filter: string, sort = "started") {
  const { items } = await listSessions(books.as("viewer"), { identity, filter, sort });
  return items.map(({ id }) => made.indexOf(id));
}

test("a reason is found in any case, by its end, by none, and by what it is not", async () => {
  const { identity, made } = await endedSessions([
    { endReason: "PowerLoss" },
    { endReason: "Local" },
    {},
    { endReason: "SignalLoss" },
  ]);
  expect(await numbersOf(identity, made, "reason:powerloss")).toEqual([0]);
  expect(await numbersOf(identity, made, "reason:*LOSS")).toEqual([0, 3]);
  expect(await numbersOf(identity, made, "reason:*loss,local")).toEqual([0, 1, 3]);
  expect(await numbersOf(identity, made, "reason:none")).toEqual([2]);
  expect(await numbersOf(identity, made, "reason:*nothing*")).toEqual([]);
  expect(await numbersOf(identity, made, "-reason:*loss")).toEqual([1, 2]);
});

test("a card is found by its end and by its middle, whoever knows it", async () => {
  const { identity, made } = await endedSessions([
    { tokenUid: "04A1FFEE" },
    { tokenUid: "04b2ffaa" },
    {},
    { tokenUid: "99zzffee" },
  ]);
  expect(await numbersOf(identity, made, "token:*ffee")).toEqual([0, 3]);
  expect(await numbersOf(identity, made, "token:*FF*")).toEqual([0, 1, 3]);
  expect(await numbersOf(identity, made, "token:04*")).toEqual([0, 1]);
  expect(await numbersOf(identity, made, "token:*nobody")).toEqual([]);
  expect(await numbersOf(identity, made, "-token:*ffee")).toEqual([1, 2]);
});

test("few sessions in an order that is not theirs: those without a key come last, and pages go on from there", async () => {
  const { identity, made } = await endedSessions([
    { wh: 300, minutes: 1 },
    { minutes: 1 },
    { wh: 900, minutes: 1 },
    { wh: 5_000, minutes: 90 },
    { wh: 300, minutes: 1 },
  ]);
  expect(await numbersOf(identity, made, "duration:<2m", "-energy")).toEqual([2, 4, 0, 1]);
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const input = { identity, filter: "duration:<2m", sort: "energy", limit: 1, cursor };
    const page = await listSessions(books.as("viewer"), input);
    seen.push(...page.items.map(({ id }) => made.indexOf(id)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual([0, 4, 2, 1]);
});
