import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServiceContext } from "@/lib/services/context";
import { takeLead } from "@/lib/services/rollout/lead";
import { tickCampaign } from "@/lib/services/rollout/tick-campaign";
import { tickCampaigns } from "@/lib/services/rollout/tick-campaigns";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { aCampaign, aTarget, NEW } from "./books-of-campaigns";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(() => books.close());

const onFailed = (_: string, error: unknown): never => {
  throw error;
};

const actor = { kind: "system", id: "engine", name: "Kituo" } as const;

test("waves whose stations all have the version already pass at one instant, and the next one opens", async () => {
  const ctx: ServiceContext = { db: books.db, now: () => T0, actor };
  const [first, second] = await Promise.all([0, 1].map(() => aTarget(books.db, { firmwareVersion: NEW })));
  const third = await aTarget(books.db);
  if (first === undefined || second === undefined) throw new Error("two were made");
  const { id: campaignId } = await aCampaign(books.db, { stations: [[first], [second], [third]] });
  const lead = await takeLead(ctx, "engine");
  for (let rounds = 0; rounds < 3; rounds += 1) await tickCampaigns(ctx, { lead, onFailed });
  const waves = await books.db.campaignWave.findMany({ where: { campaignId }, orderBy: { index: "asc" } });
  expect(waves.map(({ status }) => status)).toEqual(["Passed", "Passed", "Running"]);
  const events = await books.db.campaignEvent.findMany({ where: { campaignId }, orderBy: { seq: "asc" } });
  const ofSecond = events.filter(
    ({ type, data }) => type === "WaveChanged" && JSON.stringify(data).includes('"wave":1'),
  );
  expect(ofSecond.map(({ from, to }) => `${from} → ${to}`)).toEqual([
    "Pending → Running",
    "Running → Soaking",
    "Soaking → Passed",
  ]);
});

test("a wave that opens because the one ahead came to nothing begins in the same tick; a second tick finds nothing", async () => {
  const ctx: ServiceContext = { db: books.db, now: () => T0, actor };
  const offline = await aTarget(books.db, { gatewayId: null, connectedAt: null });
  const done = await aTarget(books.db, { firmwareVersion: NEW });
  const last = await aTarget(books.db, { gatewayId: null, connectedAt: null });
  const { id: campaignId } = await aCampaign(books.db, { stations: [[offline], [done], [last]] });
  const lead = await takeLead(ctx, "engine");
  await tickCampaign(ctx, { campaignId, lead });
  const jobs = async () => {
    const rows = await books.db.firmwareJob.findMany({ where: { campaignId }, orderBy: { waveIndex: "asc" } });
    return rows.map(({ status }) => status);
  };
  expect(await jobs()).toEqual(["Ready", "Pending", "Pending"]);
  // Somebody brings it the version by hand.
  await books.db.station.update({ where: { id: offline.id }, data: { firmwareVersion: NEW } });
  await tickCampaign(ctx, { campaignId, lead });
  expect(await jobs()).toEqual(["Skipped", "Skipped", "Ready"]);
  const waves = await books.db.campaignWave.findMany({ where: { campaignId }, orderBy: { index: "asc" } });
  expect(waves.map(({ status }) => status)).toEqual(["Passed", "Passed", "Running"]);
  expect((await tickCampaign(ctx, { campaignId, lead }))?.changes).toEqual([]);
});
