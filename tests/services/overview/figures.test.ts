import { afterEach, beforeEach, expect, test } from "vitest";
import { readFleetState } from "@/lib/services/overview/read-fleet-state";
import { readToday } from "@/lib/services/overview/read-today";
import { readTrends } from "@/lib/services/overview/read-trends";
import { aGateway, aStation, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeEach(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterEach(async () => books.close());

const HOUR = 3_600;
/** T0 is 13:00 in Nairobi, so midnight there was 13 hours ago. */
const NAIROBI = "Africa/Nairobi";
const before = (seconds: number): Date => new Date(T0.getTime() - seconds * 1000);
const today = async () => readToday(books.as("viewer"), { timeZone: NAIROBI });

let started = 0;
type Facts = { readonly stationId: number; readonly from: number; readonly to?: number } & Record<string, unknown>;

async function aSession({ stationId, from, to, ...data }: Facts) {
  started += 1;
  const startedAt = before(from);
  return books.db.chargingSession.create({
    data: {
      stationId,
      evse: 1,
      startKey: `key-${started}`,
      startedAt,
      startReceivedAt: startedAt,
      ...(to === undefined ? { phase: "Active" } : { phase: "Ended", endedAt: before(to) }),
      ...data,
    },
  });
}

test("a fleet is counted by what each charger is now", async () => {
  await aStation(books.db, connected);
  await aStation(books.db, { disconnectedAt: before(10) });
  const { id: stationId } = await aStation(books.db, connected);
  await books.db.evse.create({ data: { stationId, evse: 1 } });
  const told = { stationId, evse: 1, statusAt: T0, receivedAt: T0 };
  await books.db.connector.createMany({
    data: [
      { ...told, connector: 1, status: "Occupied", occupancy: "Charging" },
      { ...told, connector: 2, status: "Available" },
    ],
  });
  const { words, chargers, connectors } = await readFleetState(books.as("viewer"));
  expect(Object.fromEntries(words.map(({ word, count }) => [word, count]))).toEqual({
    Available: 1,
    Offline: 1,
    Charging: 1,
  });
  expect([chargers, connectors]).toEqual([3, 2]);
});

test("power is what fresh figures of connected chargers say, and how many said nothing", async () => {
  const { id: here } = await aStation(books.db, connected);
  const { id: gone } = await aStation(books.db, { disconnectedAt: before(5) });
  await aSession({ stationId: here, from: 900, powerW: 11_000, lastSampleAt: before(30) });
  await aSession({ stationId: here, from: 900, powerW: 7_000, lastSampleAt: before(600) });
  await aSession({ stationId: gone, from: 900, powerW: 22_000, lastSampleAt: before(10) });
  expect((await today()).power).toEqual({ watts: 11_000, running: 3, told: 1 });
});

test("no session is no power; sessions that tell none are unknown power", async () => {
  expect((await today()).power).toEqual({ watts: 0, running: 0, told: 0 });
  const { id: stationId } = await aStation(books.db, connected);
  await aSession({ stationId, from: 900 });
  expect((await today()).power).toEqual({ watts: null, running: 1, told: 0 });
});

test("today's energy is without what was taken before midnight where the viewer is", async () => {
  const { id: stationId } = await aStation(books.db, connected);
  const sample = (sessionId: number, at: Date, energyWh: number) =>
    books.db.meterValue.create({ data: { stationId, sessionId, evse: 1, sampledAt: at, receivedAt: at, energyWh } });
  await aSession({ stationId, from: 20 * HOUR, to: 15 * HOUR, energyWh: 90_000 });
  const overnight = await aSession({ stationId, from: 16 * HOUR, to: 8 * HOUR, energyWh: 30_000, meterStartWh: 1_000 });
  await sample(overnight.id, before(14 * HOUR), 11_000);
  await sample(overnight.id, before(12 * HOUR), 21_000);
  await aSession({ stationId, from: 4 * HOUR, to: 3 * HOUR, energyWh: 5_000 });
  await aSession({ stationId, from: 4 * HOUR, to: 2 * HOUR });
  await aSession({ stationId, from: HOUR, energyWh: 700 });
  expect(await today()).toMatchObject({
    from: before(13 * HOUR).toISOString(),
    energyWh: 20_000 + 5_000 + 700,
    energyUnknown: 1,
    sessions: 3,
  });
});

test("a start is a success once energy flowed; what is young or paused by the car is not decided", async () => {
  const { id: stationId } = await aStation(books.db, connected);
  await aSession({ stationId, from: HOUR, to: 600, energyWh: 8_000 });
  await aSession({ stationId, from: HOUR, to: 600, energyWh: 20 });
  await aSession({ stationId, from: HOUR, energyWh: 0 });
  await aSession({ stationId, from: HOUR, energyWh: 0, chargingState: "SuspendedEV" });
  await aSession({ stationId, from: 60, energyWh: 0 });
  await aSession({ stationId, from: 60, energyWh: 150 });
  expect((await today()).starts).toEqual({ tries: 4, successes: 2 });
});

test("power of late is a gap where sessions ran and none told, and nothing where none ran", async () => {
  const { id: stationId } = await aStation(books.db, connected);
  const first = await aSession({ stationId, from: 2 * HOUR, to: HOUR, energyWh: 1_000 });
  for (const [secondsAgo, powerW] of [
    [2 * HOUR - 10, 5_000],
    [2 * HOUR - 570, 8_000],
    [2 * HOUR - 590, 9_000],
  ] as const) {
    const at = before(secondsAgo);
    await books.db.meterValue.create({
      data: { stationId, sessionId: first.id, evse: 1, sampledAt: at, receivedAt: at, powerW },
    });
  }
  const { at, watts } = (await readTrends(books.as("viewer"))).power;
  const wattsAt = (secondsAgo: number): number | null | undefined =>
    watts[at.indexOf(before(secondsAgo).toISOString())];
  expect([at.length, at[0], at.at(-1)]).toEqual([37, before(6 * HOUR).toISOString(), T0.toISOString()]);
  expect([wattsAt(3 * HOUR), wattsAt(2 * HOUR - 600), wattsAt(2 * HOUR - 1_200), wattsAt(HOUR)]).toEqual([
    0,
    9_000,
    null,
    0,
  ]);
});

test("a charger was connected while a connection was open and its gateway alive, from its first one on", async () => {
  const { id: stationId } = await aStation(books.db, connected);
  const day = 24 * HOUR;
  const opened = (epoch: number, from: number, to: number | null, gatewayId = "gateway-1") =>
    books.db.connection.create({
      data: {
        stationId,
        epoch,
        gatewayId,
        ocppVersion: "ocpp1.6",
        openedAt: before(from),
        closedAt: to === null ? null : before(to),
      },
    });
  await opened(1, 4 * day, 3 * day);
  await opened(2, 3 * day, null, "gateway-of-old");
  await opened(3, day, null);
  await aStation(books.db);
  const { share, chargers } = (await readTrends(books.as("viewer"))).uptime;
  expect(chargers).toBe(1);
  expect(share).toBeCloseTo(0.5, 6);
});

test("a fleet that never was connected has no share", async () => {
  await aStation(books.db);
  expect((await readTrends(books.as("viewer"))).uptime.share).toBeNull();
});
