import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { applyChanges } from "@/lib/services/rollout/apply-changes";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { lockCampaign } from "@/lib/services/rollout/lock-campaign";
import { orderCommands } from "@/lib/services/rollout/order-commands";
import { aCampaign } from "../services/rollout/books-of-campaigns";
import { startGateway, type TestGateway } from "../support/gateway";
import { dial, type RawStation, VERSIONS } from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

const ACTOR = { kind: "system", id: "engine", name: "Kituo" } as const;
const ctx = (): ServiceContext => ({ ...kituo.ctx, actor: ACTOR });
const isUpdate = ([, , action]: readonly unknown[]): boolean => action === "UpdateFirmware";
let made = 0;

const BOOT = {
  "1.6": { chargePointVendor: "Kituo", chargePointModel: "K1", firmwareVersion: "1.0.0" },
  "2.0.1": {
    reason: "PowerUp",
    chargingStation: { vendorName: "Kituo", model: "K1", firmwareVersion: "1.0.0" },
  },
} as const;

/** A station that has booted, in a campaign whose wave is open. */
async function inCampaign(version: (typeof VERSIONS)[number], spec: Partial<CampaignSpec> = {}) {
  made += 1;
  const identity = `ROLL-${made}`;
  const stationId = await kituo.addStation(identity);
  const station = await dial(kituo.ocppUrl, identity, version);
  await station.ask("BootNotification", BOOT[version]);
  const row = await kituo.db.station.findUniqueOrThrow({ where: { id: stationId } });
  const campaign = await aCampaign(kituo.db, { stations: [[row]], spec, status: "Running" });
  await kituo.db.campaignWave.updateMany({ where: { campaignId: campaign.id }, data: { status: "Running" } });
  const job = await kituo.db.firmwareJob.findFirstOrThrow({ where: { campaignId: campaign.id } });
  return { station, stationId, identity, campaignId: campaign.id, jobId: job.id };
}
type Place = Awaited<ReturnType<typeof inCampaign>>;

/** Orders its update; the gateway is woken by the commit. */
async function dispatch({ campaignId, jobId }: Pick<Place, "campaignId" | "jobId">) {
  await inTransaction(ctx(), async (unit) => {
    await lockCampaign(unit.tx, campaignId);
    const now = Date.now();
    const snapshot = await loadSnapshot(unit.tx, campaignId, { now, locksCommands: true });
    await applyChanges(unit, {
      campaignId,
      snapshot,
      changes: [
        { type: "OpenAttempt", jobId, n: 1, isSigned: false },
        { type: "Job", jobId, set: { status: "Dispatching", attempts: 1 }, cause: "Slot" },
      ],
      actor: ACTOR,
      now,
    });
  });
}
const commandOf = async (jobId: string) => {
  const attempt = await kituo.db.firmwareAttempt.findFirstOrThrow({ where: { jobId } });
  return kituo.db.command.findUniqueOrThrow({ where: { id: attempt.commandId } });
};
const answers = (station: RawStation, [, id]: readonly unknown[], payload: object): void =>
  station.say([3, id, payload]);

describe.each(VERSIONS)("a campaign's update, OCPP %s", (version) => {
  test("goes out once, with the address by which the station reaches us, and its answer is kept", async () => {
    const place = await inCampaign(version);
    await dispatch(place);
    const frame = await place.station.next(isUpdate);
    const text = JSON.stringify(frame);
    const host = new URL(kituo.ocppUrl).host.replaceAll(".", "\\.");
    expect(text).toMatch(new RegExp(`"location":"http://${host}/firmware/[\\w-]{43}/k1_2\\.0\\.0\\.bin"`));
    answers(place.station, frame, version === "1.6" ? {} : { status: "Accepted" });
    await vi.waitFor(async () => expect((await commandOf(place.jobId)).answeredAt).not.toBeNull());
    const { number, answerStatus } = await commandOf(place.jobId);
    expect(answerStatus).toBe(version === "1.6" ? null : "Accepted");
    if (version === "2.0.1") expect(frame[3]).toMatchObject({ requestId: number });
    // What people may see of it says where, and not the secret.
    const logged = await kituo.db.messageLog.findFirstOrThrow({
      where: { stationId: place.stationId, action: "UpdateFirmware" },
    });
    expect(logged.request).toContain("/firmware/[redacted]");
    await place.station.leave();
  });

  test("is not sent where a session runs in the gateway's memory, and surely so", async () => {
    const place = await inCampaign(version);
    await startsSession(place.station, version);
    // The books say that it is idle: the session began after they were looked at.
    await dispatch(place);
    await vi.waitFor(async () => expect((await commandOf(place.jobId)).state).toBe("NotSent"));
    expect(await commandOf(place.jobId)).toMatchObject({ errorCode: "SessionActive", answeredAt: null });
    expect(place.station.untaken().filter(isUpdate)).toEqual([]);
    await place.station.leave();
  });

  test("is sent into a session where the station waits by itself", async () => {
    const place = await inCampaign(version, { sessionPolicy: "LetStationWait" });
    await startsSession(place.station, version);
    await dispatch(place);
    expect((await place.station.next(isUpdate))[2]).toBe("UpdateFirmware");
    await place.station.leave();
  });
});

test("an update whose claim took too long is not written any more", async () => {
  const place = await inCampaign("1.6");
  await place.station.leave();
  await dispatch(place);
  const attempt = await kituo.db.firmwareAttempt.findFirstOrThrow({ where: { jobId: place.jobId } });
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const holding = kituo.db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT id FROM download_grant WHERE attempt_id = ${attempt.id}::uuid FOR UPDATE`;
      await held;
    },
    { timeout: 20_000 },
  );
  const station = await dial(kituo.ocppUrl, place.identity, "1.6");
  await vi.waitFor(async () => {
    const [waiting] = await kituo.db.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted`;
    expect(waiting?.n).toBeGreaterThan(0);
  });
  await setTimeout(3_200); // the deadline itself
  letGo();
  await holding;
  await vi.waitFor(async () => expect((await commandOf(place.jobId)).state).toBe("NotSent"));
  expect((await commandOf(place.jobId)).errorCode).toBe("SendDeadline");
  expect(station.untaken().filter(isUpdate)).toEqual([]);
  await station.leave();
});

test("a question for signed firmware goes by the whitepaper's own trigger", async () => {
  const place = await inCampaign("1.6");
  const row = await kituo.db.station.findUniqueOrThrow({ where: { id: place.stationId } });
  const make = { vendor: row.vendor ?? "", model: row.model ?? "", firmwareVersion: row.firmwareVersion ?? "" };
  // The running engine may have learnt something of this make by then.
  const learnt = { signedUpdate: true, learntAt: new Date() };
  await kituo.db.modelCapability.upsert({
    where: { vendor_model_firmwareVersion: make },
    create: { ...make, ...learnt },
    update: learnt,
  });
  await inTransaction(ctx(), async (unit) => {
    const now = Date.now();
    await kituo.db.firmwareJob.update({ where: { id: place.jobId }, data: { status: "Ready", readyAt: new Date() } });
    const snapshot = await loadSnapshot(unit.tx, place.campaignId, { now, locksCommands: false });
    await applyChanges(unit, {
      campaignId: place.campaignId,
      snapshot,
      changes: [{ type: "Ask", jobId: place.jobId, what: "FirmwareStatus" }],
      actor: ACTOR,
      now,
    });
  });
  const frame = await place.station.next(([, , action]) => String(action).includes("TriggerMessage"));
  expect(frame.slice(2)).toEqual(["ExtendedTriggerMessage", { requestedMessage: "FirmwareStatusNotification" }]);
  answers(place.station, frame, { status: "Accepted" });
  await place.station.ask("SignedFirmwareStatusNotification", { status: "Idle" });
  await vi.waitFor(async () => {
    const asked = await kituo.db.command.findFirstOrThrow({
      where: { stationId: place.stationId, name: "TriggerMessage" },
    });
    expect(asked.state).toBe("Done");
  });
  await kituo.db.modelCapability.deleteMany();
  await place.station.leave();
});

test("a command that found its socket gone was not sent, and nobody thinks that it was", async () => {
  const place = await inCampaign("1.6");
  place.station.ws.terminate();
  await place.station.closed;
  // Claimed while the gateway still holds the station, or not at all: never without an answer.
  const [command] = await inTransaction(ctx(), (unit) =>
    orderCommands(unit, {
      actor: ACTOR,
      at: new Date(),
      commands: [
        { stationId: place.stationId, identity: place.identity, command: { type: "ClearCache" }, expiresInSeconds: 1 },
      ],
    }),
  );
  await vi.waitFor(
    async () => {
      const { state } = await kituo.db.command.findUniqueOrThrow({ where: { id: command?.id ?? "" } });
      expect(["NotSent", "Expired"]).toContain(state);
    },
    { timeout: 10_000 },
  );
});

async function startsSession(station: RawStation, version: (typeof VERSIONS)[number]): Promise<void> {
  const timestamp = new Date().toISOString();
  if (version === "1.6") {
    await station.ask("StartTransaction", { connectorId: 1, idTag: "T", meterStart: 0, timestamp });
    return;
  }
  await station.ask("TransactionEvent", {
    eventType: "Started",
    timestamp,
    triggerReason: "CablePluggedIn",
    seqNo: 0,
    transactionInfo: { transactionId: `T-${station.identity}` },
    evse: { id: 1, connectorId: 1 },
  });
}
