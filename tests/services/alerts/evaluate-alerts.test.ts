import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { evaluateAlerts } from "@/lib/services/alerts/evaluate-alerts";
import { announced, aStation, type Books, connected, openBooks, T0 } from "../books";
import { engineAt, forgetAll, openAlerts, roundAt, seconds } from "./books-of-alerts";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterEach(() => forgetAll(books));
afterAll(() => books.close());

const gone = (afterSeconds: number, reason = "ConnectionCut") => ({
  disconnectedAt: seconds(afterSeconds),
  disconnectReason: reason,
  connectedAt: new Date(T0.getTime() - 3_600_000),
});

describe("offline", () => {
  test("a charger that is away for three minutes opens one alert, told once, and is over five minutes after it is back", async () => {
    const station = await aStation(books.db, gone(10));
    await roundAt(books, 100);
    expect(await openAlerts(books, "Offline")).toEqual([]);
    expect(await roundAt(books, 200)).toMatchObject({ opened: 1 });
    expect(await roundAt(books, 210)).toEqual({ opened: 0, resolved: 0, probed: 0 });
    const [alert] = await openAlerts(books, "Offline");
    expect(alert).toMatchObject({
      state: "Open",
      causeType: "Station",
      causeName: station.identity,
      count: 1,
      present: 1,
      members: [{ label: station.identity, detail: "ConnectionCut", leftAt: null }],
    });
    await books.db.station.update({ where: { id: station.id }, data: { ...connected, lastMessageAt: seconds(220) } });
    await roundAt(books, 220);
    expect(await openAlerts(books, "Offline")).toMatchObject([{ present: 0 }]);
    await roundAt(books, 519);
    expect(await openAlerts(books, "Offline")).toHaveLength(1);
    expect(await roundAt(books, 520)).toMatchObject({ resolved: 1 });
    const [resolved] = await books.db.alert.findMany({ include: { events: { orderBy: { id: "asc" } } } });
    expect(resolved).toMatchObject({ state: "Resolved", resolveReason: "Over", openKey: null });
    expect(resolved?.events.map(({ type }) => type)).toEqual(["Opened", "Left", "Resolved"]);
    const told = (await announced(books.db)).filter(({ type }) => type === "AlertsChanged");
    expect(told).toMatchObject([
      { alertIds: [resolved?.id], unattended: 1 },
      { alertIds: [resolved?.id], unattended: 1 },
      { alertIds: [resolved?.id], unattended: 0 },
    ]);
  });

  test("six chargers of a site that went together are one alert of the site", async () => {
    const site = await books.db.site.create({ data: { name: "Thika Road" } });
    for (const n of [1, 2, 3, 4, 5, 6]) await aStation(books.db, { ...gone(n * 15), siteId: site.id });
    await roundAt(books, 200);
    expect(await openAlerts(books, "Offline")).toMatchObject([
      { causeType: "Site", causeName: "Thika Road", count: 6, present: 6 },
    ]);
  });

  test("what a gateway that died had held is one alert of that gateway", async () => {
    for (const epoch of [3, 4]) {
      const station = await aStation(books.db, { ...gone(10, "GatewayLost"), connectionEpoch: epoch });
      await books.db.connection.create({
        data: { stationId: station.id, epoch, gatewayId: "gateway-9", ocppVersion: "ocpp1.6", openedAt: T0 },
      });
    }
    await roundAt(books, 200);
    expect(await openAlerts(books, "Offline")).toMatchObject([
      { causeType: "Gateway", causeName: "gateway-9", count: 2 },
    ]);
  });

  test("what went while no gateway was at work has three minutes from when one is again", async () => {
    await aStation(books.db, gone(-86_400, "ShuttingDown"));
    await roundAt(books, 179);
    expect(await openAlerts(books, "Offline")).toEqual([]);
    await roundAt(books, 180);
    expect(await openAlerts(books, "Offline")).toHaveLength(1);
  });

  test("chargers that never connected, are blocked or were removed are not looked for", async () => {
    await aStation(books.db);
    await aStation(books.db, { ...gone(0), isBlocked: true });
    await aStation(books.db, { ...gone(0), removedAt: T0 });
    await roundAt(books, 10_000);
    expect(await openAlerts(books, "Offline")).toEqual([]);
  });
});

describe("silent", () => {
  const quiet = { ...connected, registeredStatus: "Accepted", heartbeatSeconds: 60 } as const;

  test("a charger that says nothing for three heartbeats is asked first, once, and blamed when it does not answer", async () => {
    const station = await aStation(books.db, { ...quiet, lastMessageAt: T0 });
    expect(await roundAt(books, 179)).toMatchObject({ probed: 0 });
    expect(await roundAt(books, 181)).toMatchObject({ probed: 1, opened: 0 });
    expect(await roundAt(books, 191)).toMatchObject({ probed: 0, opened: 0 });
    expect(await books.db.command.findMany()).toMatchObject([
      { stationId: station.id, name: "TriggerMessage", request: { message: "Heartbeat" }, state: "Pending" },
    ]);
    expect(await roundAt(books, 227)).toMatchObject({ opened: 1 });
    expect(await openAlerts(books, "Silent")).toMatchObject([{ causeName: station.identity }]);
  });

  test("one that answers is not silent, whatever its heartbeats", async () => {
    const station = await aStation(books.db, { ...quiet, lastMessageAt: T0 });
    await roundAt(books, 181);
    await books.db.station.update({ where: { id: station.id }, data: { lastMessageAt: seconds(182) } });
    await roundAt(books, 240);
    expect(await openAlerts(books, "Silent")).toEqual([]);
  });
});

describe("charging", () => {
  test("a fault is told with its code, and stays while the charger is away and nobody knows better", async () => {
    const station = await aStation(books.db, { ...connected, lastMessageAt: seconds(300) });
    await books.db.evse.create({ data: { stationId: station.id, evse: 1 } });
    const key = { stationId: station.id, evse: 1, connector: 1 };
    await books.db.connector.create({
      data: { ...key, status: "Faulted", errorCode: "GroundFailure", statusAt: T0, receivedAt: T0 },
    });
    await roundAt(books, 60);
    expect(await openAlerts(books, "Fault")).toMatchObject([{ members: [{ detail: "GroundFailure" }] }]);
    await books.db.station.update({
      where: { id: station.id },
      data: { gatewayId: null, disconnectedAt: seconds(61) },
    });
    await roundAt(books, 1_000);
    expect(await openAlerts(books, "Fault")).toMatchObject([{ present: 1 }]);
  });

  const aSession = (stationId: number, n: number, data: Record<string, unknown>) =>
    books.db.chargingSession.create({
      data: {
        stationId,
        evse: 1,
        startKey: `k${n}`,
        phase: "Ended",
        startedAt: seconds(n),
        startReceivedAt: seconds(n),
        ...data,
      },
    });

  test("a session that has run for twenty minutes without energy, unless the car has paused it", async () => {
    const idle = await aStation(books.db, { ...connected, lastMessageAt: seconds(1_300) });
    const paused = await aStation(books.db, { ...connected, lastMessageAt: seconds(1_300) });
    await aSession(idle.id, 1, { phase: "Active", energyWh: 3 });
    await aSession(paused.id, 1, { phase: "Active", chargingState: "SuspendedEV" });
    await roundAt(books, 1_200);
    expect(await openAlerts(books, "NoEnergy")).toEqual([]);
    await roundAt(books, 1_202);
    expect(await openAlerts(books, "NoEnergy")).toMatchObject([{ causeName: idle.identity }]);
  });

  test("three starts refused in a row, a good one before them or not; and none once a start is accepted", async () => {
    const station = await aStation(books.db, { ...connected, lastMessageAt: seconds(100) });
    await aSession(station.id, 1, { authorization: "Accepted", energyWh: 900 });
    for (const n of [2, 3, 4]) await aSession(station.id, n, { authorization: "Invalid" });
    await roundAt(books, 60);
    expect(await openAlerts(books, "RefusedStarts")).toMatchObject([{ members: [{ detail: "3" }] }]);
    await aSession(station.id, 61, { authorization: "Accepted", phase: "Active" });
    await roundAt(books, 70);
    expect(await openAlerts(books, "RefusedStarts")).toMatchObject([{ present: 0 }]);
  });

  test("fewer than four starts in five that lead to energy", async () => {
    const station = await aStation(books.db, { ...connected, lastMessageAt: seconds(100) });
    for (const n of [1, 2, 3, 4, 5, 6, 7]) await aSession(station.id, n, { authorization: "Accepted", energyWh: 900 });
    for (const n of [8, 9]) await aSession(station.id, n, { authorization: "Accepted", energyWh: 0 });
    await roundAt(books, 60);
    expect(await openAlerts(books, "LowStartSuccess")).toEqual([]);
    await aSession(station.id, 10, { authorization: "Accepted", energyWh: 0 });
    await roundAt(books, 61);
    expect(await openAlerts(books, "LowStartSuccess")).toMatchObject([{ members: [{ detail: "70 % of 10" }] }]);
  });
});

test("three reconnects within a quarter of an hour are an unstable line; what Kituo closed does not count", async () => {
  const flapping = await aStation(books.db, { ...connected, lastMessageAt: seconds(100), connectionEpoch: 4 });
  const restarted = await aStation(books.db, { ...connected, lastMessageAt: seconds(100), connectionEpoch: 4 });
  for (const epoch of [1, 2, 3, 4]) {
    const row = { epoch, gatewayId: "gateway-1", ocppVersion: "ocpp1.6", openedAt: seconds(epoch), closedAt: T0 };
    await books.db.connection.create({ data: { ...row, stationId: flapping.id, closeReason: "ConnectionCut" } });
    await books.db.connection.create({ data: { ...row, stationId: restarted.id, closeReason: "ShuttingDown" } });
  }
  await roundAt(books, 10);
  expect(await openAlerts(books, "Flapping")).toMatchObject([{ causeName: flapping.identity }]);
});

test("three failed commands within the hour are told, questions of our own do not count", async () => {
  const failing = await aStation(books.db, { ...connected, lastMessageAt: seconds(100) });
  const asked = await aStation(books.db, { ...connected, lastMessageAt: seconds(100) });
  for (const n of [1, 2, 3]) {
    const row = {
      name: "Reset",
      request: {},
      state: "NoAnswer",
      requestedByKind: "operator",
      requestedById: "o",
      requestedBy: "O",
      createdAt: T0,
      expiresAt: seconds(60),
    } as const;
    await books.db.command.create({ data: { ...row, id: crypto.randomUUID(), stationId: failing.id } });
    const idempotencyKey = `alert-probe:${asked.id}:1:${n}`;
    await books.db.command.create({ data: { ...row, id: crypto.randomUUID(), stationId: asked.id, idempotencyKey } });
  }
  await roundAt(books, 10);
  expect(await openAlerts(books, "FailedCommands")).toMatchObject([
    { causeName: failing.identity, members: [{ detail: "Reset" }] },
  ]);
});

test("a full disk and certificates that end soon are alerts of Kituo itself", async () => {
  const host = {
    disks: [
      { path: "/var/lib/kituo", freePercent: 4.2 },
      { path: "/", freePercent: 40 },
    ],
    certificates: [
      { fingerprint: "aa", name: "CN=ocpp.example.org", validTo: seconds(86_400) },
      { fingerprint: "bb", name: "CN=later", validTo: seconds(90 * 86_400) },
    ],
  };
  await evaluateAlerts(engineAt(books, 10), { host });
  expect(await openAlerts(books, "DiskFull")).toMatchObject([
    { causeType: "System", causeName: "/var/lib/kituo", members: [{ detail: "4" }] },
  ]);
  expect(await openAlerts(books, "CertificateExpiry")).toMatchObject([{ causeName: "CN=ocpp.example.org" }]);
});

test("two rounds at one moment open one alert", async () => {
  for (let n = 0; n < 20; n += 1) await aStation(books.db, gone(n));
  await roundAt(books, 1, []);
  await books.db.gateway.update({ where: { id: "gateway-1" }, data: { beatAt: seconds(300) } });
  const host = { disks: [], certificates: [] };
  await Promise.all([1, 2, 3].map(() => evaluateAlerts(engineAt(books, 300), { host })));
  expect(await openAlerts(books, "Offline")).toHaveLength(20);
});
