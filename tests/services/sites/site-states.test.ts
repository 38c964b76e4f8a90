import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Prisma, Station } from "@/lib/db/generated/client";
import { createSite } from "@/lib/services/sites/create-site";
import { readSite } from "@/lib/services/sites/read-site";
import { surveySites } from "@/lib/services/sites/survey-sites";
import { aGateway, aStation, type Books, connected, openBooks, T0 } from "../books";
import { aCampaign, aTarget } from "../rollout/books-of-campaigns";

let books: Books;
let siteId: number;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
beforeEach(async () => {
  await books.db.chargingSession.deleteMany();
  await books.db.firmwareJob.deleteMany();
  await books.db.connector.deleteMany();
  await books.db.evse.deleteMany();
  await books.db.station.deleteMany();
  await books.db.site.deleteMany();
  ({ id: siteId } = await createSite(books.as("engineer"), { name: "Westlands", timeZone: "Africa/Nairobi" }));
});
afterAll(async () => books.close());

const minutesAgo = (minutes: number): Date => new Date(T0.getTime() - minutes * 60_000);

async function aConnector({ id }: Station, status: string, occupancy: string | null = null): Promise<void> {
  await books.db.evse.create({ data: { stationId: id, evse: 1 } });
  await books.db.connector.create({
    data: { stationId: id, evse: 1, connector: 1, status, occupancy, statusAt: T0, receivedAt: T0 },
  });
}

async function aSession(
  station: Station,
  data: Partial<Prisma.ChargingSessionUncheckedCreateInput> = {},
): Promise<void> {
  const startedAt = data.startedAt ?? minutesAgo(10);
  await books.db.chargingSession.create({
    data: {
      stationId: station.id,
      evse: 1,
      startKey: crypto.randomUUID(),
      phase: "Active",
      startReceivedAt: startedAt,
      lastSampleAt: minutesAgo(1),
      ...data,
      startedAt,
    },
  });
}

const now = async () => (await readSite(books.as("viewer"), siteId)).site.now;

test("a site tells how many of its chargers are what, and the word of the one that needs somebody most", async () => {
  expect(await now()).toMatchObject({ worst: null, running: 0, powerW: 0, powerUnknown: 0 });
  await aConnector(await aStation(books.db, { siteId, ...connected }), "Available");
  await aConnector(await aStation(books.db, { siteId, ...connected }), "Occupied", "Charging");
  expect(await now()).toMatchObject({ worst: "Charging", counts: { Available: 1, Charging: 1, Fault: 0 } });
  await aStation(books.db, { siteId });
  expect(await now()).toMatchObject({ worst: "Charging", counts: { NeverConnected: 1 } });
  await aStation(books.db, { siteId, disconnectedAt: T0 });
  expect(await now()).toMatchObject({ worst: "Offline", counts: { Offline: 1 } });
  await aConnector(await aStation(books.db, { siteId, ...connected }), "Faulted");
  expect(await now()).toMatchObject({ worst: "Fault", counts: { Fault: 1 } });
});

test("chargers that were removed and those of other sites are not this site's", async () => {
  const other = await createSite(books.as("engineer"), { name: "Karen" });
  await aStation(books.db, { siteId, removedAt: T0 });
  await aSession(await aStation(books.db, { siteId: other.id, ...connected }), { powerW: 11_000 });
  await aSession(await aStation(books.db, connected), { powerW: 7_000 });
  expect(await now()).toMatchObject({ worst: null, running: 0, powerW: 0 });
  const { items } = await surveySites(books.as("viewer"));
  expect(items.map((site) => [site.name, site.stationCount, site.now.powerW])).toEqual([
    ["Karen", 1, 11_000],
    ["Westlands", 0, 0],
  ]);
});

test("power is what was measured lately over an open line; the rest is said to be unknown", async () => {
  const here = await aStation(books.db, { siteId, ...connected });
  await aSession(here, { powerW: 41_800 });
  await aSession(here, { powerW: 11_000.5, evse: 2 });
  await aSession(here, { powerW: 22_000, evse: 3, lastSampleAt: minutesAgo(3) });
  await aSession(here, { powerW: null, evse: 4 });
  await aSession(await aStation(books.db, { siteId, disconnectedAt: T0 }), { powerW: 7_000 });
  await aSession(here, { powerW: 50_000, evse: 5, phase: "Ended", endedAt: T0 });
  expect(await now()).toMatchObject({ running: 5, powerW: 52_800.5, powerUnknown: 3 });
});

test("a gateway that has stopped beating holds no line open", async () => {
  await aSession(await aStation(books.db, { siteId, ...connected }), { powerW: 41_800 });
  const later = new Date(T0.getTime() + 30_000);
  const { site } = await readSite(books.as("viewer", { now: later }), siteId);
  expect(site.now).toMatchObject({ worst: "Offline", powerW: 0, powerUnknown: 1 });
});

test("today began at midnight by the site's clock", async () => {
  const here = await aStation(books.db, { siteId, ...connected });
  await aSession(here, { startedAt: new Date("2026-11-21T21:00:00Z"), energyWh: 4_000 });
  await aSession(here, { startedAt: new Date("2026-11-21T20:59:59Z"), energyWh: 9_000 });
  const { site } = await readSite(books.as("viewer"), siteId);
  expect(site).toMatchObject({ dayBeganAt: "2026-11-21T21:00:00.000Z", today: { sessions: 1, energyWh: 4_000 } });
});

test("sites are searched by name and address, in any case", async () => {
  await createSite(books.as("engineer"), { name: "Karen", address: "Ngong Road 4" });
  const found = async (q: string) => (await surveySites(books.as("viewer"), { q })).items.map(({ name }) => name);
  expect(await found("WEST")).toEqual(["Westlands"]);
  expect(await found("ngong")).toEqual(["Karen"]);
  expect(await found("")).toEqual(["Karen", "Westlands"]);
  expect(await found("nowhere")).toEqual([]);
  expect(await surveySites(books.as("viewer"), { q: "nowhere" })).toMatchObject({ items: [], total: 2 });
});

test("a site tells when each campaign may update its chargers next, by its own clock", async () => {
  const window = { days: [1, 2, 3, 4, 5, 6, 7], start: "01:00", end: "05:00" };
  const here = await aTarget(books.db, { siteId });
  const elsewhere = await aTarget(books.db);
  const nightly = await aCampaign(books.db, { spec: { windows: [window] }, stations: [[here, elsewhere]] });
  const always = await aCampaign(books.db, { spec: { windows: [] }, stations: [[here]], status: "Paused" });
  await aCampaign(books.db, { spec: { windows: [] }, stations: [[here]], status: "Completed" });
  await books.db.firmwareJob.updateMany({ where: { stationId: here.id }, data: { siteId } });
  const { site } = await readSite(books.as("viewer"), siteId);
  expect(site.windows.toSorted((a, b) => Number(a.isOpen) - Number(b.isOpen))).toMatchObject([
    {
      campaignId: nightly.id,
      opensAt: "2026-11-22T22:00:00.000Z",
      closesAt: "2026-11-23T02:00:00.000Z",
      isOpen: false,
      stationCount: 1,
    },
    { campaignId: always.id, opensAt: null, closesAt: null, isOpen: true, stationCount: 1 },
  ]);
  const inTheNight = books.as("viewer", { now: new Date("2026-11-22T23:00:00Z") });
  expect((await readSite(inTheNight, siteId)).site.windows.map(({ isOpen }) => isOpen)).toEqual([true, true]);
  await books.db.firmwareJob.updateMany({ where: { campaignId: nightly.id }, data: { status: "Succeeded" } });
  expect((await readSite(books.as("viewer"), siteId)).site.windows).toMatchObject([{ campaignId: always.id }]);
});

test("there is no site of a number that nobody gave", async () => {
  for (const id of [0, 123_456, 2 ** 31, 1.5]) {
    await expect(readSite(books.as("viewer"), id)).rejects.toMatchObject({ code: "NotFound" });
  }
});
