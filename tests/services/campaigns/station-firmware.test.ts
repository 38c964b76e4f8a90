import { afterAll, beforeAll, expect, test } from "vitest";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { readOutlook } from "@/lib/services/campaigns/read-outlook";
import { readStationFirmware } from "@/lib/services/campaigns/read-station-firmware";
import { lockUpdates } from "@/lib/services/stations/lock-updates";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { aCampaign, aRelease, aTarget, NEW, OLD } from "../rollout/books-of-campaigns";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(() => books.close());

const hour = 3_600_000;

test("a charger is told the newest release for its model, until it runs it", async () => {
  const make = { vendor: "Fresh" };
  const behind = await aTarget(books.db, make);
  const current = await aTarget(books.db, { ...make, firmwareVersion: NEW });
  const release = await aRelease(books.db, { ...make, models: ["K1"] });
  await aRelease(books.db, { ...make, models: ["K1"], version: "3.0.0", expectedVersion: "3.0.0", status: "Rejected" });
  const read = (identity: string) => readStationFirmware(books.as("viewer"), identity);
  expect(await read(behind.identity)).toMatchObject({
    version: OLD,
    available: { releaseId: release.id, version: NEW },
    lock: null,
    jobs: [],
  });
  expect((await read(current.identity)).available).toBeNull();
  await expect(read("NOBODY")).rejects.toMatchObject({ code: "NotFound" });
});

test("a charger's campaigns are told, but not those that only plan it; a lock is, until its time is over", async () => {
  const station = await aTarget(books.db, { vendor: "Told" });
  const releaseId = (await aRelease(books.db, { vendor: "Told" })).id;
  const running = await aCampaign(books.db, { stations: [[station]], releaseId });
  await aCampaign(books.db, { stations: [[station]], releaseId, status: "PendingApproval" });
  await lockUpdates(books.as("operator"), station.identity, {
    reason: "Repair",
    until: new Date(T0.getTime() + hour).toISOString(),
  });
  const { lock, jobs } = await readStationFirmware(books.as("viewer"), station.identity);
  expect(lock).toMatchObject({ reason: "Repair", by: "An operator" });
  expect(jobs).toMatchObject([{ campaignId: running.id, campaign: "Test", version: NEW, status: "Pending" }]);
  const later = books.as("viewer", { now: new Date(T0.getTime() + 2 * hour) });
  expect((await readStationFirmware(later, station.identity)).lock).toBeNull();
});

test("a campaign's end is expected after its waves and soaks, in the window of the zone most of its chargers are in", async () => {
  const site = await books.db.site.create({ data: { name: "Nairobi West", timeZone: "Africa/Nairobi" } });
  const stations = [await aTarget(books.db, { siteId: site.id }), await aTarget(books.db, { siteId: site.id })];
  const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], start: "01:00", end: "05:00" }];
  const { id } = await aCampaign(books.db, { stations: [stations], spec: { windows, windowLeftSecondsMin: 0 } });
  const ctx = books.as("viewer");
  const outlook = await readOutlook(ctx, await readCampaign(ctx, id));
  // 13:00 in Nairobi: the next window is twelve hours ahead.
  const opensAt = new Date("2026-11-22T22:00:00.000Z");
  expect(outlook.window).toEqual({ timeZone: "Africa/Nairobi", isOpen: false, changesAt: opensAt.toISOString() });
  const end = Date.parse(outlook.expectedEndAt ?? "");
  expect(end).toBeGreaterThan(opensAt.getTime() + 60_000);
  expect(end).toBeLessThan(opensAt.getTime() + 2 * hour);
});

test("a campaign whose chargers are all done ends with its soak, and one that is over is expected nothing of", async () => {
  const station = await aTarget(books.db);
  const { id } = await aCampaign(books.db, { stations: [[station]] });
  await books.db.firmwareJob.updateMany({ where: { campaignId: id }, data: { status: "Succeeded" } });
  const soakUntil = new Date(T0.getTime() + hour);
  await books.db.campaignWave.updateMany({ where: { campaignId: id }, data: { status: "Soaking", soakUntil } });
  const ctx = books.as("viewer");
  const read = async () => readOutlook(ctx, await readCampaign(ctx, id));
  expect(await read()).toEqual({ expectedEndAt: soakUntil.toISOString(), window: null });
  await books.db.campaignWave.updateMany({ where: { campaignId: id }, data: { status: "Passed" } });
  await books.db.campaign.update({ where: { id }, data: { status: "Completed" } });
  expect(await read()).toEqual({ expectedEndAt: null, window: null });
});
