import { afterAll, beforeAll, expect, test } from "vitest";
import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/services/context";
import { compareSoak } from "@/lib/services/rollout/soak-figures";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { aCampaign, aTarget } from "./books-of-campaigns";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(() => books.close());

const HOUR = 3_600_000;
const after = (hours: number): Date => new Date(T0.getTime() + hours * HOUR);

let keys = 0;
type Session = Partial<Prisma.ChargingSessionUncheckedCreateInput>;
/** A session that charged and ended well; only what the test is about differs. */
async function aSession(stationId: number, at: Date, data: Session = {}): Promise<void> {
  keys += 1;
  await books.db.chargingSession.create({
    data: {
      stationId,
      evse: 1,
      startKey: `start-${keys}`,
      phase: "Ended",
      startedAt: at,
      startReceivedAt: at,
      endedAt: at,
      endReason: "Local",
      energyWh: 5_000,
      ...data,
    },
  });
}

async function says(stationId: number, at: Date, log: Partial<Prisma.MessageLogUncheckedCreateInput>): Promise<void> {
  const data = { at, stationId, epoch: 1, direction: "In", action: "StatusNotification", result: "Ok", ...log };
  await books.db.messageLog.create({ data });
}

async function connects(stationId: number, ends: readonly (string | null)[], from: Date): Promise<void> {
  await books.db.connection.createMany({
    data: ends.map((closeReason, index) => ({
      stationId,
      epoch: index + 1,
      gatewayId: "gateway-1",
      ocppVersion: "ocpp1.6",
      openedAt: new Date(from.getTime() + index * 60_000),
      closeReason,
    })),
  });
}

const figures = (campaignId: string, hours: number, waveIndex = 0) =>
  inTransaction(books.as("admin"), ({ tx }) => compareSoak(tx, { campaignId, waveIndex, now: after(hours).getTime() }));

async function updatedAt(stationId: number, at: Date): Promise<void> {
  await books.db.firmwareJob.updateMany({ where: { stationId }, data: { status: "Succeeded", finishedAt: at } });
}

/** Two stations of the first wave, updated two hours apart; two of the second, one of another model and one that never came. */
async function soaking() {
  const updated = [await aTarget(books.db), await aTarget(books.db)] as const;
  const others = [await aTarget(books.db), await aTarget(books.db)] as const;
  const otherModel = await aTarget(books.db, { model: "K2" });
  const neverThere = await aTarget(books.db, { connectedAt: null });
  const { id } = await aCampaign(books.db, { stations: [[...updated], [...others, otherModel, neverThere]] });
  await updatedAt(updated[0].id, after(2));
  await updatedAt(updated[1].id, after(4));
  return { id, updated, others, otherModel, neverThere };
}

test("both sides are counted from the instant of the update: an updated one from its own, the others from the first", async () => {
  const { id } = await soaking();
  expect(await figures(id, 28)).toEqual({
    // 26 h and 24 h; two times 26 h.
    updated: { ...NOTHING, stations: 2, stationDays: expect.closeTo(50 / 24, 6) },
    others: { ...NOTHING, stations: 2, stationDays: expect.closeTo(52 / 24, 6) },
  });
});

test("sessions, those that began to charge, and those that ended by the station's fault", async () => {
  const { id, updated, others, otherModel, neverThere } = await soaking();
  const [a] = updated;
  const [b] = others;
  await aSession(a.id, after(1)); // Before its update.
  await aSession(a.id, after(2));
  await aSession(a.id, after(5), { energyWh: null, powerW: 3_000, phase: "Active", endReason: null });
  await aSession(a.id, after(6), { energyWh: 0 });
  await aSession(a.id, after(7), { energyWh: null, endReason: "GroundFault" });
  await aSession(b.id, after(1.9)); // Before the first update.
  for (const endReason of ["PowerLoss", "Reboot", "OvercurrentFault"]) await aSession(b.id, after(3), { endReason });
  await aSession(b.id, after(3), { energyWh: null, chargingState: "Charging", endReason: "EVDisconnected" });
  await aSession(otherModel.id, after(3));
  await aSession(neverThere.id, after(3));
  expect(await figures(id, 28)).toMatchObject({
    updated: { sessions: 4, sessionsStarted: 2, sessionsInError: 1 },
    others: { sessions: 4, sessionsStarted: 4, sessionsInError: 3 },
  });
});

test("faults that stations told of, in the words of either protocol; and nothing else that is called so", async () => {
  const { id, updated, others } = await soaking();
  const [, a] = updated;
  const [, b] = others;
  const v16 = JSON.stringify({ connectorId: 1, errorCode: "GroundFailure", status: "Faulted" });
  const v2 = JSON.stringify({ evseId: 1, connectorId: 1, connectorStatus: "Faulted" });
  await says(a.id, after(3), { request: v16 }); // Before its update.
  await says(a.id, after(5), { request: v16 });
  await says(a.id, after(6), { request: v2 });
  await says(a.id, after(7), { request: JSON.stringify({ status: "Available", info: "was Faulted" }) });
  await says(a.id, after(7), { request: v16, direction: "Out" });
  await says(a.id, after(7), { request: v16, action: "DataTransfer" });
  await says(b.id, after(1), { request: v16 });
  await says(b.id, after(3), { request: '{"status": "Faulted"}' });
  expect(await figures(id, 28)).toMatchObject({ updated: { faults: 2 }, others: { faults: 1 } });
});

test("connections of the station's own doing, and none that a gateway's end made", async () => {
  const { id, updated, others } = await soaking();
  await connects(updated[0].id, ["ConnectionCut", "GatewayLost", "ShuttingDown", "HoldLost", null], after(3));
  await connects(others[0].id, ["ConnectionCut", "ConnectionCut", null], after(3));
  await connects(others[1].id, ["ConnectionCut", null], after(1)); // Before the first update.
  const told = await figures(id, 28);
  // The first connection has none before it, and the second follows a cut; the rest followed a gateway's end.
  expect(told).toMatchObject({ updated: { reconnects: 2 }, others: { reconnects: 3 } });
});

test("a wave nobody of which is updated yet has no figures; one that nobody is left beside has no others", async () => {
  const stations = [await aTarget(books.db), await aTarget(books.db)] as const;
  const { id } = await aCampaign(books.db, { stations: [[...stations]] });
  expect(await figures(id, 1)).toBeNull();
  await updatedAt(stations[0].id, after(0));
  await updatedAt(stations[1].id, after(0));
  expect(await figures(id, 12)).toEqual({ updated: { ...NOTHING, stations: 2, stationDays: 1 }, others: NOTHING });
  expect(await figures(id, 12, 1)).toBeNull();
});

const NOTHING = {
  stations: 0,
  stationDays: 0,
  sessions: 0,
  sessionsStarted: 0,
  sessionsInError: 0,
  faults: 0,
  reconnects: 0,
};
