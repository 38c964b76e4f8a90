import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
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

let kituo: Kituo;
let db: Database;
let who: People;
let members: readonly Member[] = [];

beforeEach(async () => {
  kituo = await startKituo({ web: false });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 4 });
  who = people(db);
});
afterEach(async () => {
  await Promise.all(members.map(({ station }) => station.close()));
  await db.$disconnect();
  await kituo.stop();
});

const until = <T>(check: () => T, timeout = 30_000): Promise<T> => vi.waitFor(check, { timeout, interval: 20 });

const completed = (id: string) =>
  until(
    async () =>
      expect({ ...(await readCampaign(who.viewer, id)), jobs: await whereItStands(db, id) }).toMatchObject({
        status: "Completed",
        outcome: "Success",
      }),
    60_000,
  );

const PIECE_BYTES = 250_000;

test("a download that dies with the gateway at 60 % goes on from there, and ends with the right bytes", async () => {
  const bytes = 6_000_000;
  members = FAMILIES.map((family) =>
    aMember(kituo.ocppUrl, {
      identity: `DL-${family}`,
      family,
      // A piece at a time: of one answer, the sockets in between might hold all that is missing at 60 %.
      firmware: { bytesPerSecond: 600_000, chunkBytes: PIECE_BYTES, retryIntervalMs: 2_000 },
    }),
  );
  await plant(db, members);
  await connectAll(members);
  const release = await aVerifiedRelease(who, { version: "2.0.0", models: MODELS, bytes });
  const { id } = await aRunningCampaign(who, release.id, {
    ...QUICK,
    waves: ALL_AT_ONCE,
    inFlightMax: 3,
    downloadsMax: 3,
    retries: 10,
    stallSeconds: 60,
    firstProgressSeconds: 60,
  });
  const downloads = () => members.map(({ station }) => station.updates.at(-1)?.download);
  await until(() => {
    for (const download of downloads()) expect(download?.bytes ?? 0).toBeGreaterThan(0.6 * bytes);
  });
  for (const download of downloads()) expect(download?.bytes).toBeLessThan(0.95 * bytes);
  await kituo.gateway.restart();
  await completed(id);
  for (const download of downloads()) {
    expect(download?.offsets.at(-1)).toBeGreaterThan(0.6 * bytes);
    // Never the whole file again; and cut off: in whole pieces it would have been fewer requests.
    expect(new Set(download?.statuses.filter((status) => status !== null))).toEqual(new Set([206]));
    expect(download?.statuses.length).toBeGreaterThan(bytes / PIECE_BYTES);
    expect(download?.sha256).toBe(release.sha256);
  }
  // One order each: the download outlived the gateway, and the gateway asked nobody twice.
  expect(members.map(({ station }) => station.updates.length)).toEqual(members.map(() => 1));
  expect(members.flatMap(({ station }) => station.violations)).toEqual([]);
}, 120_000);

test("what was taken out of service for an update is put back, though the gateway dies in between", async () => {
  members = FAMILIES.map((family) =>
    aMember(kituo.ocppUrl, { identity: `DR-${family}`, family, firmware: { bytesPerSecond: 200_000 } }),
  );
  await plant(db, members);
  await connectAll(members);
  const release = await aVerifiedRelease(who, { version: "2.0.0", models: MODELS, bytes: 400_000 });
  const { id } = await aRunningCampaign(who, release.id, {
    ...QUICK,
    waves: ALL_AT_ONCE,
    inFlightMax: 3,
    sessionPolicy: "Drain",
    usablePerSiteMin: 0,
    retries: 10,
  });
  const availability = (member: Member) =>
    member.station.received
      .filter(({ action }) => action === "ChangeAvailability")
      .map(({ payload }) => {
        const told = payload as { readonly type?: string; readonly operationalStatus?: string };
        return told.type ?? told.operationalStatus;
      });
  await until(() => {
    for (const member of members) expect(availability(member)).toContain("Inoperative");
  });
  await kituo.gateway.restart();
  await completed(id);
  await until(async () => expect(await db.restoreObligation.count({ where: { doneAt: null } })).toBe(0));
  for (const member of members) {
    expect(member.station.firmwareVersion).toBe("2.0.0");
    expect([member.station.status(1), member.station.status(2)]).toEqual(["Available", "Available"]);
    expect(availability(member).at(-1)).toBe("Operative");
  }
  expect(members.flatMap(({ station }) => station.violations)).toEqual([]);
}, 120_000);
