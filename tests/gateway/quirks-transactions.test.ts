import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGateway, type TestGateway } from "../support/gateway";
import { aQuirkyStation, booksOf } from "./support/quirks";
import type { RawStation } from "./support/raw-station";
import { minutesAgo, start16, stop16 } from "./support/session-frames";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

const START = { connectorId: 1, idTag: "A", meterStart: 1_000, timestamp: minutesAgo(60) };
const STOP = { meterStop: 6_000, timestamp: minutesAgo(5) };
const stop = (station: RawStation, payload: object) => station.ask("StopTransaction", payload, crypto.randomUUID());

describe("a StartTransaction", () => {
  test.each([
    [
      "C11 in quotes",
      { connectorId: "1", meterStart: "1000", idTag: 7 },
      { evse: 1, meterStartWh: 1_000, tokenUid: "7" },
      ["ScalarCoerced"],
    ],
    ["C10 with nulls", { reservationId: null }, { meterStartWh: 1_000 }, ["NullDropped"]],
    ["C11 with a fraction", { meterStart: 1000.5 }, { meterStartWh: 1000.5 }, ["FractionKept"]],
    ["C8 with a field that nobody knows", { price: 3 }, { meterStartWh: 1_000 }, ["UnknownFieldDropped"]],
    ["§I.8 without a register", { meterStart: null }, { meterStartWh: null, tokenUid: "A" }, ["NullDropped"]],
    ["§I.8 without a token", { idTag: {} }, { meterStartWh: 1_000, tokenUid: "" }, ["InvalidDropped"]],
    ["§I.8 at a connector that cannot be", { connectorId: -4 }, { evse: 0, meterStartWh: 1_000 }, ["MissingFilled"]],
    ["E a reservation beyond 32 bits", { reservationId: 2 ** 40 }, { meterStartWh: 1_000 }, ["IdOutOfRange"]],
    ["E17 with a long token", { idTag: "T".repeat(40) }, { tokenUid: "T".repeat(40) }, ["LongTextKept"]],
  ])("%s is a session", async (_, told, stored, repairs) => {
    const station = await aQuirkyStation(kituo);
    const [type, , answer] = await station.ask("StartTransaction", { ...START, ...told });
    const books = booksOf(kituo, station);
    const [session] = await books.sessions();
    expect([type, answer]).toMatchObject([3, { transactionId: session?.id, idTagInfo: { status: "Invalid" } }]);
    expect(session).toMatchObject({ phase: "Active", ...stored });
    expect(await books.repairs()).toEqual(repairs);
    await station.leave();
  });

  test.each([
    ["D4 without a time", undefined, ["TimeMissing"]],
    ["D4 with a time of null", null, ["NullDropped", "TimeMissing"]],
    ["D5 with a time nobody can read", "22/11/26 10:00", ["TimeUnreadable"]],
    ["D1 of 1970", "1970-01-01T00:00:01Z", []],
  ])("%s began when it was received", async (_, timestamp, repairs) => {
    const station = await aQuirkyStation(kituo);
    expect((await station.ask("StartTransaction", { ...START, timestamp }))[0]).toBe(3);
    const books = booksOf(kituo, station);
    const [session] = await books.sessions();
    expect(Math.abs(Number(session?.startedAt) - Date.now())).toBeLessThan(60_000);
    expect(await books.repairs()).toEqual(repairs);
    await station.leave();
  });

  test("D3 without a zone began when it says", async () => {
    const station = await aQuirkyStation(kituo);
    await station.ask("StartTransaction", { ...START, timestamp: START.timestamp.replace("Z", "") });
    expect(await booksOf(kituo, station).sessions()).toMatchObject([{ startedAt: new Date(START.timestamp) }]);
    await station.leave();
  });
});

describe("a StopTransaction", () => {
  test.each([
    ["E3 with the id -1", { transactionId: -1 }, []],
    ["E3 with the id 0", { transactionId: 0 }, []],
    ["E6 with the id null", { transactionId: null }, ["NullDropped", "TransactionIdMissing"]],
    ["E6 without an id", {}, ["TransactionIdMissing"]],
    ["E6 with an id that is none", { transactionId: "none" }, ["TransactionIdMissing"]],
  ])("%s ends the one session that can be meant", async (_, told, repairs) => {
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await start16(station);
    expect((await stop(station, { ...STOP, ...told })).slice(0, 1)).toEqual([3]);
    const books = booksOf(kituo, station);
    expect(await books.sessions()).toMatchObject([
      { id: transactionId, phase: "Ended", energyWh: 5_000, anomalies: ["MatchedByConnector"] },
    ]);
    expect(await books.repairs()).toEqual(repairs);
    await station.leave();
  });

  test.each([
    [
      "C11 with the id in quotes",
      (id: number) => ({ transactionId: String(id), meterStop: "6000" }),
      { energyWh: 5_000 },
      ["ScalarCoerced"],
    ],
    [
      "C11 with a fraction",
      (id: number) => ({ transactionId: id, meterStop: 6000.25 }),
      { energyWh: 5000.25 },
      ["FractionKept"],
    ],
    ["E13 without a reason", (id: number) => ({ transactionId: id }), { endReason: "Local" }, []],
    [
      "E13 with an empty reason",
      (id: number) => ({ transactionId: id, reason: "" }),
      { endReason: "Local" },
      ["EmptyDropped"],
    ],
    [
      "C12 with a reason in lower case",
      (id: number) => ({ transactionId: id, reason: "evdisconnected" }),
      { endReason: "EVDisconnected" },
      ["WordFolded"],
    ],
    [
      "E13 with a reason of the vendor's",
      (id: number) => ({ transactionId: id, reason: "DoorOpened" }),
      { endReason: "Other" },
      ["ReasonUnknown"],
    ],
    [
      "§I.8 without a register",
      (id: number) => ({ transactionId: id, meterStop: null }),
      { phase: "Ended", meterStopWh: null },
      ["NullDropped"],
    ],
    [
      "§I.8 with samples that are none",
      (id: number) => ({ transactionId: id, transactionData: [5, { timestamp: minutesAgo(1) }] }),
      { energyWh: 5_000 },
      ["InvalidDropped"],
    ],
    [
      "F3 with samples in Hz",
      (id: number) => ({
        transactionId: id,
        transactionData: [{ timestamp: minutesAgo(9), sampledValue: [{ value: "50", unit: "Hz" }] }],
      }),
      { energyWh: 5_000 },
      ["UnlistedText"],
    ],
  ])("%s ends its session", async (_, told, stored, repairs) => {
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await start16(station);
    expect((await stop(station, { ...STOP, ...told(transactionId) }))[0]).toBe(3);
    const books = booksOf(kituo, station);
    expect(await books.sessions()).toMatchObject([{ id: transactionId, phase: "Ended", ...stored }]);
    expect(await books.repairs()).toEqual(repairs);
    await station.leave();
  });

  test("E13 the vendor's own reason stays in the session's journal", async () => {
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await start16(station);
    await stop(station, { ...STOP, transactionId, reason: "DoorOpened" });
    const entry = await kituo.db.sessionEvent.findFirstOrThrow({ where: { sessionId: transactionId, kind: "Ended" } });
    expect(entry.details).toMatchObject({ reason: "Other", reasonTold: "DoorOpened" });
    await station.leave();
  });

  test("E4, E5 with an id beyond 32 bits is kept as a stop without its start, once", async () => {
    const station = await aQuirkyStation(kituo);
    const running = await start16(station);
    for (const id of [99_999_999_999, 99_999_999_999, 1e20]) {
      expect((await stop(station, { ...STOP, transactionId: id }))[0]).toBe(3);
    }
    const books = booksOf(kituo, station);
    expect(await books.sessions()).toMatchObject([
      { id: running.transactionId, phase: "Active" },
      { phase: "Ended", meterStopWh: 6_000, anomalies: expect.arrayContaining(["StopWithoutStart"]) },
      { phase: "Ended", meterStopWh: 6_000, anomalies: expect.arrayContaining(["StopWithoutStart"]) },
    ]);
    expect(await books.repairs()).toEqual(["IdOutOfRange"]);
    await station.leave();
  });

  test("E7 told twice is one stop", async () => {
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await start16(station);
    await stop16(station, transactionId, 6_000);
    expect(await stop16(station, transactionId, 9_000)).toEqual([3, {}]);
    expect(await booksOf(kituo, station).sessions()).toMatchObject([{ energyWh: 5_000 }]);
    await station.leave();
  });
});

describe("a session", () => {
  test.each([
    ["E1 that is started again", {}],
    ["E14 that is started again because the answer came late", { reservationId: 5 }],
  ])("%s keeps its number, also after its end", async (_, told) => {
    const station = await aQuirkyStation(kituo);
    const first = await station.ask("StartTransaction", START, "first");
    const again = await station.ask("StartTransaction", { ...START, ...told }, "second");
    expect(again[2]).toEqual(first[2]);
    const { transactionId } = first[2] as { transactionId: number };
    await stop(station, { ...STOP, transactionId });
    expect((await station.ask("StartTransaction", START, "third"))[2]).toEqual(first[2]);
    expect(await booksOf(kituo, station).sessions()).toMatchObject([{ id: transactionId, phase: "Ended" }]);
    await station.leave();
  });

  test("E14 is confirmed well before a station grows impatient", async () => {
    const station = await aQuirkyStation(kituo);
    const askedAt = performance.now();
    await station.ask("StartTransaction", START);
    expect(performance.now() - askedAt).toBeLessThan(2_000);
    await station.leave();
  });

  test("E2 whose stop was lost ends where the next one begins", async () => {
    const station = await aQuirkyStation(kituo);
    const first = await start16(station, { at: minutesAgo(60) });
    const second = await start16(station, { at: minutesAgo(20), meterStart: 1_600 });
    expect(second.status).toBe(first.status);
    expect(await booksOf(kituo, station).sessions()).toMatchObject([
      { id: first.transactionId, phase: "Ended", endReason: "LostStop", endedAt: new Date(minutesAgo(20)) },
      { id: second.transactionId, phase: "Active" },
    ]);
    await station.leave();
  });

  test("E10 whose register runs backwards is billed by its samples, or nothing", async () => {
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await start16(station, { meterStart: 5_000 });
    const reading = { timestamp: minutesAgo(30), sampledValue: [{ value: "5600" }] };
    await station.ask("MeterValues", { connectorId: 1, transactionId, meterValue: [reading] });
    await stop(station, { ...STOP, transactionId, meterStop: 100 });
    expect(await booksOf(kituo, station).sessions()).toMatchObject([{ energyWh: 600, anomalies: ["MeterRollBack"] }]);
    await station.leave();
  });

  test("E11 does not begin with a status", async () => {
    const station = await aQuirkyStation(kituo);
    const charging = { connectorId: 1, errorCode: "NoError", status: "Charging" };
    await station.ask("StatusNotification", charging);
    const books = booksOf(kituo, station);
    expect(await books.sessions()).toEqual([]);
    const { transactionId } = await start16(station);
    expect(await books.sessions()).toMatchObject([{ id: transactionId, phase: "Active" }]);
    expect(await books.connectors()).toMatchObject([{ status: "Occupied", occupancy: "Charging" }]);
    await station.leave();
  });

  test("E12 may end with thousands of readings", async () => {
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await start16(station);
    const transactionData = Array.from({ length: 3_000 }, (_, n) => ({
      timestamp: minutesAgo(50 - n / 100),
      sampledValue: [{ value: String(1_000 + n), context: "Sample.Periodic", unit: "Wh" }],
    }));
    expect((await stop(station, { ...STOP, transactionId, transactionData }))[0]).toBe(3);
    expect(await booksOf(kituo, station).sessions()).toMatchObject([{ phase: "Ended", energyWh: 5_000 }]);
    expect(await kituo.db.meterValue.count({ where: { sessionId: transactionId } })).toBeGreaterThanOrEqual(3_000);
    await station.leave();
  });

  test.each(["0000", "00:1B:44:11:3A:B7", "AutoStart"])("E19 may be of the made-up card %s", async (idTag) => {
    const station = await aQuirkyStation(kituo);
    const { status } = await start16(station, { idTag });
    expect(status).toBe("Invalid");
    expect(await booksOf(kituo, station).sessions()).toMatchObject([{ tokenUid: idTag, authorization: "Unknown" }]);
    await station.leave();
  });

  test("D2 keeps the time its station told, though its clock is hours ahead", async () => {
    const station = await aQuirkyStation(kituo);
    const ahead = minutesAgo(-120);
    await station.ask("StartTransaction", { ...START, timestamp: ahead });
    expect(await booksOf(kituo, station).sessions()).toMatchObject([{ startedAt: new Date(ahead) }]);
    await station.leave();
  });
});

describe("MeterValues of a transaction", () => {
  const meter = (station: RawStation, told: object) =>
    station.ask(
      "MeterValues",
      { connectorId: 1, meterValue: [{ timestamp: minutesAgo(30), sampledValue: [{ value: "3000" }] }], ...told },
      crypto.randomUUID(),
    );

  test.each([
    ["E3 that is called -1", { transactionId: -1 }],
    ["E6 that is called null", { transactionId: null }],
    ["E9 that is not called at all", {}],
    ["C11 in quotes", { transactionId: "0", connectorId: "1" }],
    ["E6 that is called something else", { transactionId: {} }],
  ])("%s belong to the one on their connector", async (_, told) => {
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await start16(station);
    expect((await meter(station, told))[0]).toBe(3);
    const books = booksOf(kituo, station);
    expect(await books.meters()).toMatchObject([{ sessionId: transactionId, energyWh: 3_000 }]);
    expect(await books.sessions()).toMatchObject([{ energyWh: 2_000 }]);
    await station.leave();
  });

  test("E8 with an id beyond 32 bits are kept under that name", async () => {
    const station = await aQuirkyStation(kituo);
    await start16(station);
    expect((await meter(station, { transactionId: 99_999_999_999 }))[0]).toBe(3);
    expect(await booksOf(kituo, station).meters()).toMatchObject([
      { sessionId: null, stationTransaction: "99999999999", energyWh: 3_000 },
    ]);
    await station.leave();
  });
});

test("§I a TransactionEvent is never refused while it names its transaction", async () => {
  const station = await aQuirkyStation(kituo, "2.0.1");
  const tell = (told: object) =>
    station.ask(
      "TransactionEvent",
      {
        eventType: "Started",
        timestamp: minutesAgo(20),
        triggerReason: "Authorized",
        seqNo: 0,
        transactionInfo: { transactionId: "T-1" },
        evse: { id: 1, connectorId: 1 },
        ...told,
      },
      crypto.randomUUID(),
    );
  const meterValue = (value: number) => [
    {
      timestamp: minutesAgo(10),
      sampledValue: [{ value, unitOfMeasure: { unit: "wh" }, context: "Odd" }, { value: "much" }],
    },
  ];
  expect((await tell({ triggerReason: "Whim", evse: { id: "1", colour: 1 }, meterValue: meterValue(1_000) }))[0]).toBe(
    3,
  );
  const ended = { transactionId: "T-1", stoppedReason: "Bored", chargingState: "Resting" };
  expect(
    (
      await tell({
        eventType: "ended",
        seqNo: null,
        timestamp: "soon",
        transactionInfo: ended,
        meterValue: meterValue(4_000),
      })
    )[0],
  ).toBe(3);
  const books = booksOf(kituo, station);
  expect(await books.sessions()).toMatchObject([
    { transactionId: "T-1", evse: 1, phase: "Ended", endReason: "Other", energyWh: 3_000 },
  ]);
  expect(await books.repairs()).toEqual([
    "InvalidDropped",
    "MissingFilled",
    "NullDropped",
    "ReasonUnknown",
    "ScalarCoerced",
    "TimeUnreadable",
    "UnknownFieldDropped",
    "UnlistedText",
    "WordFolded",
  ]);
  await station.leave();
});
