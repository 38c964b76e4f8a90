import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ServiceContext } from "@/lib/services/context";
import { beat, holdLead, takeLead } from "@/lib/services/rollout/lead";
import { tickCampaign } from "@/lib/services/rollout/tick-campaign";
import { tickCampaigns } from "@/lib/services/rollout/tick-campaigns";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { aCampaign, aTarget } from "./books-of-campaigns";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(() => books.close());

const engine = (id: string): ServiceContext => ({
  db: books.db,
  now: () => T0,
  actor: { kind: "system", id, name: "Kituo" },
});
const failing = (_: string, error: unknown): never => {
  throw error;
};

/** All that an engine writes. */
async function written() {
  const { db } = books;
  const rows = await Promise.all([
    db.campaign.findMany({ orderBy: { id: "asc" } }),
    db.campaignWave.findMany({ orderBy: [{ campaignId: "asc" }, { index: "asc" }] }),
    db.firmwareJob.findMany({ orderBy: { id: "asc" } }),
    db.firmwareAttempt.findMany({ orderBy: { id: "asc" } }),
    db.command.findMany({ orderBy: { number: "asc" } }),
    db.campaignEvent.count(),
    db.outboxEntry.count(),
  ]);
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

describe("two engines", () => {
  test("of which one slept past the loss of its lock: it writes nothing any more, and knows it", async () => {
    const station = await aTarget(books.db);
    const { id: campaignId } = await aCampaign(books.db, { stations: [[station]] });
    const asleep = await takeLead(engine("a"), "a");
    const awake = await takeLead(engine("b"), "b");
    const before = await written();
    expect(await tickCampaign(engine("a"), { campaignId, lead: asleep })).toBeNull();
    expect(await tickCampaigns(engine("a"), { lead: asleep, onFailed: failing })).toEqual({ isLed: false, ticks: [] });
    expect(await beat(engine("a"), asleep)).toBeNull();
    expect(await written()).toBe(before);
    const { ticks } = await tickCampaigns(engine("b"), { lead: awake, onFailed: failing });
    expect(ticks[0]?.changes.length).toBeGreaterThan(0);
    expect(await written()).not.toBe(before);
  });

  test("never share a round: the next one waits for what the last is writing", async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const lead = await takeLead(engine("a"), "a");
    const writing = books.db.$transaction(
      async (tx) => {
        expect(await holdLead(tx, lead)).toBe(true);
        begin();
        await held;
      },
      { timeout: 20_000 },
    );
    await begun;
    let isTaken = false;
    const taking = takeLead(engine("b"), "b").then((epoch) => {
      isTaken = true;
      return epoch;
    });
    await vi.waitFor(async () => {
      const [row] = await books.db.$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%SET epoch%'`;
      expect(row?.n).toBeGreaterThan(0);
    }, 10_000);
    expect(isTaken).toBe(false);
    letGo();
    await writing;
    expect(await taking).toBe(lead + 1);
  });
});

test("a step that is taken twice at one moment is taken once", async () => {
  const stations = await Promise.all([aTarget(books.db), aTarget(books.db)]);
  const { id: campaignId } = await aCampaign(books.db, { stations: [stations] });
  const lead = await takeLead(engine("a"), "a");
  const first = await tickCampaign(engine("a"), { campaignId, lead });
  expect(first?.changes.length).toBeGreaterThan(0);
  const before = await written();
  expect((await tickCampaign(engine("a"), { campaignId, lead }))?.changes).toEqual([]);
  expect(await written()).toBe(before);
});
