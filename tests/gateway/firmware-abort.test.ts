import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { abortCampaign } from "@/lib/services/campaigns/abort-campaign";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { type Kituo, startKituo } from "../support/instance";
import {
  aMember,
  connectAll,
  FAMILIES,
  type Member,
  MODELS,
  type People,
  people,
  plant,
} from "./support/firmware-fleet";
import { aVerifiedRelease } from "./support/firmware-image";
import { ALL_AT_ONCE, aRunningCampaign, QUICK, whereItStands } from "./support/running-campaign";

const STATIONS = 120;
const IMAGE_BYTES = 4_000_000;

let kituo: Kituo;
let db: Database;
let who: People;
let members: readonly Member[] = [];

beforeAll(async () => {
  kituo = await startKituo({ web: false });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 4 });
  who = people(db);
  members = Array.from({ length: STATIONS }, (_, index) =>
    aMember(kituo.ocppUrl, {
      identity: `AB-${index}`,
      family: FAMILIES[index % FAMILIES.length] ?? "Plain",
      site: index,
      // Asks for a piece at a time: what is cut, is cut at its next.
      firmware: { bytesPerSecond: 400_000, chunkBytes: 100_000 },
    }),
  );
  await plant(db, members);
  await connectAll(members);
});
afterAll(async () => {
  await Promise.all(members.map(({ station }) => station.close()));
  await db.$disconnect();
  await kituo.stop();
});

/** Attempts whose command had been marked as sent; by command id. */
const marked = async (): Promise<ReadonlySet<string>> =>
  new Set(
    (await db.command.findMany({ where: { name: "UpdateFirmware", sentAt: { not: null } } })).map(({ id }) => id),
  );

const orders = () => members.reduce((sum, { station }) => sum + station.updates.length, 0);

test("after an abort nothing leaves that was not marked before it, and downloads are cut", async () => {
  const release = await aVerifiedRelease(who, { version: "2.0.0", models: MODELS, bytes: IMAGE_BYTES });
  const { id } = await aRunningCampaign(who, release.id, {
    ...QUICK,
    waves: ALL_AT_ONCE,
    inFlightMax: STATIONS,
    downloadsMax: STATIONS,
    // So that there are always some that are about to be sent.
    startsPerMinute: 1_200,
    startsPerMinuteMax: 1_200,
  });
  await vi.waitFor(() => expect(orders()).toBeGreaterThan(STATIONS / 4), 60_000);

  await abortCampaign(who.operator, id, { comment: "Stop it.", policy: "CutDownloads" });
  const before = await marked();

  await vi.waitFor(
    async () =>
      expect({ ...(await readCampaign(who.viewer, id)), jobs: await whereItStands(db, id) }).toMatchObject({
        status: "Aborted",
      }),
    { timeout: 60_000, interval: 250 },
  );
  expect(await marked()).toEqual(before);
  expect(orders()).toBeLessThanOrEqual(before.size);
  expect(orders()).toBeLessThan(STATIONS);
  const cut = members.filter(({ station }) => station.updates.some(({ download }) => download.statuses.includes(410)));
  expect(cut.length).toBeGreaterThan(0);
  for (const { station } of cut) expect(station.firmwareVersion).toBe("1.0.0");
  expect(await db.firmwareAttempt.count({ where: { closedAt: null } })).toBe(0);
  expect(await db.command.count({ where: { name: "UpdateFirmware", state: "Pending" } })).toBe(0);
  expect(members.flatMap(({ station }) => station.violations)).toEqual([]);
}, 120_000);
