import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { resumeCampaign } from "@/lib/services/campaigns/resume-campaign";
import type { FirmwareFault } from "../simulator/firmware-faults";
import { startGateway, type TestGateway } from "../support/gateway";
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
import { ALL_AT_ONCE, aRunningCampaign, QUICK, untilCampaign } from "./support/running-campaign";

let gateway: TestGateway;
let who: People;
let members: readonly Member[] = [];

beforeEach(async () => {
  gateway = await startGateway();
  who = people(gateway.db);
});
afterEach(async () => {
  await Promise.all(members.map(({ station }) => station.close()));
  await gateway.stop();
});

/** One of each family, all with this fault. */
async function afflicted(
  fault: FirmwareFault,
  firmware: Parameters<typeof aMember>[1]["firmware"] = {},
): Promise<void> {
  members = FAMILIES.map((family) => aMember(gateway.ocppUrl, { identity: `V-${family}`, family, fault, firmware }));
  await plant(gateway.db, members);
  await connectAll(members);
}

const release = () => aVerifiedRelease(who, { version: "2.0.0", models: MODELS, bytes: 100_000 });

const until = (id: string, wanted: Partial<CampaignView>): Promise<CampaignView> =>
  untilCampaign({ db: gateway.db, who }, id, wanted);

const orders = () => members.map(({ station }) => station.updates.length);
const LENIENT = { success: 0, failuresMax: 10, failureRateMax: null, lostMax: 10, soakSeconds: 0, comparesSoak: false };

test("one signature that does not fit stops everybody, until an approver lets it go on", async () => {
  await afflicted("InvalidSignature");
  const image = await release();
  const identities = members.filter(({ family }) => family !== "Plain").map(({ identity }) => identity);
  const { id } = await aRunningCampaign(who, image.id, {
    ...QUICK,
    targets: { identities },
    waves: [{ name: "All", size: { type: "Rest" }, gate: "Auto", rule: LENIENT }],
    inFlightMax: 1,
  });
  const stopped = await until(id, { status: "Paused", pauseCause: "ArtifactFailure" });
  expect(orders().reduce((sum, count) => sum + count, 0)).toBe(1);
  const order = { expectedRev: stopped.rev, comment: "Looked at it." };
  await expect(resumeCampaign(who.operator, id, order)).rejects.toMatchObject({ code: "Forbidden" });
  await resumeCampaign(who.approver, id, order);
  await until(id, { status: "Paused", pauseCause: "ArtifactFailure" });
  expect(orders()).toEqual([0, 1, 1]);
}, 90_000);

test("one that comes back after it was given up is remembered as recovered; its verdict stays", async () => {
  await afflicted("LongOffline", { longOfflineMs: 25_000 });
  const image = await release();
  const { id } = await aRunningCampaign(who, image.id, {
    ...QUICK,
    waves: [{ name: "All", size: { type: "Rest" }, gate: "Auto", rule: LENIENT }],
    inFlightMax: 3,
    rebootSeconds: 2,
    lostSeconds: 3,
  });
  await until(id, { status: "Completed", outcome: "Partial" });
  await vi.waitFor(
    async () => {
      const jobs = await gateway.db.firmwareJob.findMany({ where: { campaignId: id } });
      expect(jobs.map(({ status, reason, lateOutcome }) => [status, reason, lateOutcome])).toEqual(
        members.map(() => ["Failed", "Lost", "Recovered"]),
      );
    },
    { timeout: 60_000, interval: 200 },
  );
  expect(members.map(({ station }) => station.firmwareVersion)).toEqual(members.map(() => "2.0.0"));
}, 90_000);

test("a station that charges is waited for, and is not sent what it would refuse", async () => {
  await afflicted("RejectsWhileCharging");
  await gateway.db.token.createMany({ data: members.map((_, index) => ({ uid: `T${index}`, uidKey: `t${index}` })) });
  await Promise.all(
    members.map(async ({ station }, index) => {
      await station.plugIn(1);
      await station.startCharging(1, `T${index}`);
    }),
  );
  const image = await release();
  const { id } = await aRunningCampaign(who, image.id, { ...QUICK, waves: ALL_AT_ONCE, inFlightMax: 3 });
  await vi.waitFor(
    async () => {
      const jobs = await gateway.db.firmwareJob.findMany({ where: { campaignId: id } });
      expect(new Set(jobs.map(({ blockedBy }) => blockedBy))).toEqual(new Set(["SessionActive"]));
    },
    { timeout: 20_000, interval: 100 },
  );
  expect(orders()).toEqual([0, 0, 0]);
  await Promise.all(members.map(({ station }) => station.unplug(1)));
  await until(id, { status: "Completed", outcome: "Success" });
  expect(members.flatMap(({ station }) => station.violations)).toEqual([]);
}, 90_000);

test("a station that wants its firmware signed is asked by the whitepaper's trigger once it has taken one", async () => {
  members = [aMember(gateway.ocppUrl, { identity: "V-Signed", family: "Signed", fault: "DownloadFailsTwice" })];
  await plant(gateway.db, members);
  await connectAll(members);
  const image = await release();
  const { id } = await aRunningCampaign(who, image.id, { ...QUICK, waves: ALL_AT_ONCE });
  await until(id, { status: "Completed", outcome: "Success" });
  const asked = members.flatMap(({ station }) => station.received.map(({ action }) => action));
  const steps = asked.filter((action) => /Trigger|Update/.test(action));
  expect(steps.slice(0, 2)).toEqual(["TriggerMessage", "UpdateFirmware"]);
  expect(steps.slice(-4)).toEqual([
    "ExtendedTriggerMessage",
    "SignedUpdateFirmware",
    "ExtendedTriggerMessage",
    "SignedUpdateFirmware",
  ]);
  expect(await gateway.db.modelCapability.findMany({ where: { firmwareVersion: "1.0.0" } })).toMatchObject([
    { plainUpdate: false, signedUpdate: true, statusTrigger: null },
  ]);
}, 90_000);
