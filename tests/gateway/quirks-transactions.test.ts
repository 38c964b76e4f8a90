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
