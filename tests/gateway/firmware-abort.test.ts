import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { abortCampaign } from "@/lib/services/campaigns/abort-campaign";
import { type CampaignInstance, startCampaignInstance } from "./support/campaign-instance";
import { FAMILIES, type Member, MODELS } from "./support/firmware-fleet";
import { aVerifiedRelease } from "./support/firmware-image";
import { ALL_AT_ONCE, aRunningCampaign, QUICK, untilCampaign } from "./support/running-campaign";

const STATIONS = 120;
const IMAGE_BYTES = 4_000_000;

let instance: CampaignInstance;
let members: readonly Member[] = [];

beforeAll(async () => {
  instance = await startCampaignInstance();
  members = await instance.connect(
    Array.from({ length: STATIONS }, (_, index) => ({
      identity: `AB-${index}`,
      family: FAMILIES[index % FAMILIES.length] ?? "Plain",
      site: index,
      // Asks for a piece at a time: what is cut, is cut at its next.
      firmware: { bytesPerSecond: 400_000, chunkBytes: 100_000 },
    })),
  );
});
afterAll(() => instance.stop());

/** Attempts whose command had been marked as sent; by command id. */
const marked = async (): Promise<ReadonlySet<string>> =>
  new Set(
    (await instance.db.command.findMany({ where: { name: "UpdateFirmware", sentAt: { not: null } } })).map(
      ({ id }) => id,
    ),
  );

const orders = () => members.reduce((sum, { station }) => sum + station.updates.length, 0);

test("after an abort nothing leaves that was not marked before it, and downloads are cut", async () => {
  const release = await aVerifiedRelease(instance.who, { version: "2.0.0", models: MODELS, bytes: IMAGE_BYTES });
  const { id } = await aRunningCampaign(instance.who, release.id, {
    ...QUICK,
    waves: ALL_AT_ONCE,
    inFlightMax: STATIONS,
    downloadsMax: STATIONS,
    // So that there are always some that are about to be sent.
    startsPerMinute: 1_200,
    startsPerMinuteMax: 1_200,
  });
  await vi.waitFor(() => expect(orders()).toBeGreaterThan(STATIONS / 4), 60_000);

  await abortCampaign(instance.who.operator, id, { comment: "Stop it.", policy: "CutDownloads" });
  const before = await marked();

  await untilCampaign(instance, id, { status: "Aborted" });
  expect(await marked()).toEqual(before);
  expect(orders()).toBeLessThanOrEqual(before.size);
  expect(orders()).toBeLessThan(STATIONS);
  const cut = members.filter(({ station }) => station.updates.some(({ download }) => download.statuses.includes(410)));
  expect(cut.length).toBeGreaterThan(0);
  for (const { station } of cut) expect(station.firmwareVersion).toBe("1.0.0");
  expect(await instance.db.firmwareAttempt.count({ where: { closedAt: null } })).toBe(0);
  expect(await instance.db.command.count({ where: { name: "UpdateFirmware", state: "Pending" } })).toBe(0);
  expect(members.flatMap(({ station }) => station.violations)).toEqual([]);
}, 120_000);
