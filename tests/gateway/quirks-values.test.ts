import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGateway, type TestGateway } from "../support/gateway";
import { aQuirkyStation, booksOf } from "./support/quirks";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

const NOW = Date.now();
const secondsAgo = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();
const STATUS = { connectorId: 1, errorCode: "NoError", status: "Available" };

describe("a BootNotification", () => {
  const BOOT = { chargePointVendor: "V", chargePointModel: "M" };

  test.each([
    ["C10 with nulls", { firmwareVersion: null, iccid: null }, { firmwareVersion: null, iccid: null }, ["NullDropped"]],
    [
      'C10 with "", "null" and "N/A"',
      { iccid: "", imsi: "null", meterType: "N/A" },
      { iccid: null, imsi: null, meterType: null },
      [],
    ],
    ["C11 with a number for a text", { chargePointSerialNumber: 815 }, { serialNumber: "815" }, ["ScalarCoerced"]],
    [
      "C8 with a field that nobody knows",
      { chargePointColour: "red" },
      { vendor: "V", model: "M" },
      ["UnknownFieldDropped"],
    ],
    ["§I.6 with text that is too long", { chargePointModel: "M".repeat(40) }, { model: "M".repeat(20) }, ["TextCut"]],
    [
      "§I.8 without a model",
      { chargePointModel: null },
      { vendor: "V", model: null },
      ["MissingFilled", "NullDropped"],
    ],
    ["§I.8 with a list for a text", { firmwareVersion: ["1"] }, { firmwareVersion: null }, ["InvalidDropped"]],
  ])("%s is accepted", async (_, told, stored, repairs) => {
    const station = await aQuirkyStation(kituo);
    const [type, , answer] = await station.ask("BootNotification", { ...BOOT, ...told });
    expect([type, answer]).toMatchObject([3, { status: "Accepted", interval: 300 }]);
    const books = booksOf(kituo, station);
    expect(await books.station()).toMatchObject(stored);
    expect(await books.repairs()).toEqual(repairs);
    await station.leave();
  });
});

test.each([
  ["D6 with our time", {}, []],
  ["C8 with a field that nobody knows", { now: 1 }, ["UnknownFieldDropped"]],
  ["C10 with a null", { customer: null }, ["UnknownFieldDropped"]],
])("%s a Heartbeat is answered", async (_, payload, repairs) => {
  const station = await aQuirkyStation(kituo);
  const [, , answer] = await station.ask("Heartbeat", payload);
  const { currentTime } = answer as { readonly currentTime: string };
  expect(Math.abs(Date.parse(currentTime) - Date.now())).toBeLessThan(10_000);
  await booksOf(kituo, station).repairsSoon(repairs);
  await station.leave();
});

describe("a StatusNotification", () => {
  test.each([
    ["C10 with a null", { info: null, timestamp: null }, { status: "Available", info: null }, ["NullDropped"]],
    ["C10 with an empty time", { timestamp: "" }, { status: "Available" }, ["EmptyDropped"]],
    ["C11 with a connector in quotes", { connectorId: "1" }, { evse: 1, status: "Available" }, ["ScalarCoerced"]],
    [
      "C12 with a status in lower case",
      { status: "charging" },
      { status: "Occupied", occupancy: "Charging" },
      ["WordFolded"],
    ],
    ["C12 with a padded code in lower case", { errorCode: "noError " }, { errorCode: null }, ["WordFolded"]],
    [
      "C12 with a code of the vendor's",
      { status: "Faulted", errorCode: "Error" },
      { errorCode: "OtherError", vendorErrorCode: "Error" },
      ["ErrorCodeUnknown"],
    ],
    [
      "C12 with two codes of the vendor's",
      { errorCode: "E-77", vendorErrorCode: "77" },
      { errorCode: "OtherError", vendorErrorCode: "77" },
      ["ErrorCodeUnknown"],
    ],
    ["§I.6 with text that is too long", { info: "i".repeat(300) }, { info: "i".repeat(100) }, ["TextCut"]],
    [
      "§I.8 without a code",
      { errorCode: null },
      { status: "Available", errorCode: null },
      ["MissingFilled", "NullDropped"],
    ],
    [
      "G4 that is Faulted without a code tells why",
      { status: "Faulted", info: "Relay stuck" },
      { status: "Faulted", errorCode: null, info: "Relay stuck" },
      [],
    ],
  ])("%s is stored", async (_, told, stored, repairs) => {
    const station = await aQuirkyStation(kituo);
    expect(await station.ask("StatusNotification", { ...STATUS, ...told }, "q")).toEqual([3, "q", {}]);
    const books = booksOf(kituo, station);
    expect(await books.connectors()).toMatchObject([stored]);
    expect(await books.repairs()).toEqual(repairs);
    await station.leave();
  });

  test("C12 with a code without end keeps its beginning", async () => {
    const station = await aQuirkyStation(kituo);
    await station.ask("StatusNotification", { ...STATUS, errorCode: "E".repeat(10_000) });
    const books = booksOf(kituo, station);
    expect(await books.connectors()).toMatchObject([{ errorCode: "OtherError", vendorErrorCode: "E".repeat(50) }]);
    expect(await books.repairs()).toEqual(["ErrorCodeUnknown", "TextCut"]);
    await station.leave();
  });

  test("G2 that is older than the last one changes nothing", async () => {
    const station = await aQuirkyStation(kituo);
    await station.ask("StatusNotification", { ...STATUS, status: "Charging", timestamp: secondsAgo(10) });
    expect((await station.ask("StatusNotification", { ...STATUS, timestamp: secondsAgo(40) }))[0]).toBe(3);
    expect(await booksOf(kituo, station).connectors()).toMatchObject([{ status: "Occupied", occupancy: "Charging" }]);
    await station.leave();
  });

  test("G3 of any connector makes that connector", async () => {
    const station = await aQuirkyStation(kituo);
    for (const connectorId of [0, 3, 17]) await station.ask("StatusNotification", { ...STATUS, connectorId });
    expect((await booksOf(kituo, station).connectors()).map(({ evse }) => evse)).toEqual([0, 3, 17]);
    await station.leave();
  });

  test("G6 that toggles each moment is stored each time", async () => {
    const station = await aQuirkyStation(kituo);
    for (let time = 0; time < 10; time += 1) {
      const status = time % 2 === 0 ? "SuspendedEV" : "SuspendedEVSE";
      await station.ask("StatusNotification", { ...STATUS, status });
    }
    expect(await booksOf(kituo, station).connectors()).toMatchObject([{ occupancy: "SuspendedEVSE", rev: 10 }]);
    await station.leave();
  });

  test("C12 with a status nobody knows leaves the connector as it was, and is counted", async () => {
    const station = await aQuirkyStation(kituo);
    await station.ask("StatusNotification", { ...STATUS, status: "Charging" });
    expect(await station.ask("StatusNotification", { ...STATUS, status: "Booting" }, "q")).toEqual([3, "q", {}]);
    const books = booksOf(kituo, station);
    expect(await books.connectors()).toMatchObject([{ status: "Occupied", occupancy: "Charging" }]);
    expect(await books.repairs()).toEqual(["StatusUnknown"]);
    await station.leave();
  });

  test("C12 with a status nobody knows still tells what is wrong", async () => {
    const station = await aQuirkyStation(kituo);
    const books = booksOf(kituo, station);
    const told = { status: "Derated", errorCode: "HighTemperature", info: "Fan 2", vendorErrorCode: "0x17" };
    const wrong = { errorCode: "HighTemperature", info: "Fan 2", vendorErrorCode: "0x17" };
    expect(await station.ask("StatusNotification", { ...STATUS, ...told }, "first")).toEqual([3, "first", {}]);
    expect(await books.connectors()).toEqual([]);
    await station.ask("StatusNotification", { ...STATUS, status: "Charging", timestamp: secondsAgo(60) });
    await station.ask("StatusNotification", { ...STATUS, ...told, timestamp: secondsAgo(90) });
    expect(await books.connectors()).toMatchObject([{ status: "Occupied", errorCode: null }]);
    await station.ask("StatusNotification", { ...STATUS, ...told, timestamp: secondsAgo(30) });
    expect(await books.connectors()).toMatchObject([
      { status: "Occupied", occupancy: "Charging", statusAt: new Date(secondsAgo(60)), ...wrong },
    ]);
    await station.leave();
  });

  test.each([
    ["D1 of 1970", "1970-01-01T00:00:00Z", 0, []],
    ["D1 of next year", new Date(NOW + 400 * 86_400_000).toISOString(), 0, []],
    ["D3 without a zone", secondsAgo(90).slice(0, -1), 90, ["TimeNormalised"]],
    ["D3 with a blank and a comma", secondsAgo(90).replace("T", " ").replace(".", ","), 90, ["TimeNormalised"]],
    ["D4 without a time", undefined, 0, []],
    ["D5 with a time nobody can read", "22.11.26", 0, ["TimeUnreadable"]],
  ])("%s counts as of when it was received, or as it means", async (_, timestamp, age, repairs) => {
    const station = await aQuirkyStation(kituo);
    const told = timestamp === undefined ? STATUS : { ...STATUS, timestamp };
    expect(await station.ask("StatusNotification", told, "q")).toEqual([3, "q", {}]);
    const books = booksOf(kituo, station);
    const [connector] = await books.connectors();
    const expected = NOW - age * 1000;
    expect(Math.abs(Number(connector?.statusAt) - expected)).toBeLessThan(age === 0 ? 60_000 : 1_000);
    expect(await books.repairs()).toEqual(repairs);
    await station.leave();
  });
});

describe("MeterValues", () => {
  const values = (...sampledValue: object[]) => ({
    connectorId: 1,
    meterValue: [{ timestamp: secondsAgo(10), sampledValue }],
  });

  test.each([
    ["C11 with a number for a value", { value: 230 }, { energyWh: 230 }, ["ScalarCoerced"]],
    [
      "C12 with words in another case",
      { value: "1", measurand: "power.active.import", unit: "KW" },
      { powerW: 1000 },
      ["WordFolded"],
    ],
    ["F3 with a padded unit", { value: "5", unit: "Wh " }, { energyWh: 5 }, ["WordFolded"]],
    ["F3 with % for Percent", { value: "80", measurand: "SoC", unit: "%" }, { socPercent: 80 }, ["WordFolded"]],
    [
      "F3 with Hz",
      { value: "50", measurand: "Frequency", unit: "Hz" },
      { other: [{ measurand: "Frequency", value: "50", unit: "Hz" }] },
      ["UnlistedText"],
    ],
    [
      "F3 with kvarh misspelt",
      { value: "5", measurand: "Energy.Reactive.Import.Register", unit: "kVArh" },
      { other: [{ value: "5", unit: "kvarh" }] },
      ["WordFolded"],
    ],
    [
      "F4 with a context nobody knows",
      { value: "5", context: "Sample.Odd" },
      { context: "Sample.Odd", energyWh: 5 },
      ["UnlistedText"],
    ],
    [
      "F4 with a measurand nobody knows",
      { value: "5", measurand: "Noise" },
      { energyWh: null, other: [{ measurand: "Noise", value: "5" }] },
      ["UnlistedText"],
    ],
    ["F4 with a location nobody knows", { value: "5", location: "Roof" }, { energyWh: 5 }, ["UnlistedText"]],
    ["F4 with a phase nobody knows", { value: "5", phase: "L4" }, { energyWh: 5 }, ["UnlistedText"]],
    [
      "C10 with empty words",
      { value: "5", unit: "", phase: "null", context: null },
      { energyWh: 5, context: "Sample.Periodic" },
      ["EmptyDropped", "NullDropped"],
    ],
    [
      "F9 with a signed blob of any length",
      { value: "x".repeat(20_000), format: "SignedData" },
      { energyWh: null, other: [{ value: "x".repeat(20_000) }] },
      [],
    ],
  ])("%s are stored", async (_, sampled, stored, repairs) => {
    const station = await aQuirkyStation(kituo);
    expect(await station.ask("MeterValues", values(sampled), "q")).toEqual([3, "q", {}]);
    const books = booksOf(kituo, station);
    expect(await books.meters()).toMatchObject([stored]);
    expect(await books.repairs()).toEqual(repairs);
    await station.leave();
  });

  test("F2 a value that is nothing is skipped, and the rest kept", async () => {
    const station = await aQuirkyStation(kituo);
    const told = values({ value: "" }, { value: null }, { value: [] }, { value: "7", measurand: "Voltage", unit: "V" });
    expect(await station.ask("MeterValues", told, "q")).toEqual([3, "q", {}]);
    expect(await booksOf(kituo, station).meters()).toMatchObject([{ energyWh: null, voltageV: 7 }]);
    await station.leave();
  });

  test("F2 a number that is none stays in its own words", async () => {
    const station = await aQuirkyStation(kituo);
    await station.ask("MeterValues", values({ value: "NaN" }));
    await station.ask("MeterValues", values({ value: "1,5" }));
    expect(await booksOf(kituo, station).meters()).toMatchObject([
      { energyWh: null, other: [{ value: "NaN" }] },
      { energyWh: null, other: [{ value: "1,5" }] },
    ]);
    await station.leave();
  });

  test("F5 of three phases without a total are one power", async () => {
    const station = await aQuirkyStation(kituo);
    const phases = ["L1", "L2", "L3"].map((phase) => ({
      value: "1000",
      measurand: "Power.Active.Import",
      unit: "W",
      phase,
    }));
    await station.ask("MeterValues", values(...phases));
    expect(await booksOf(kituo, station).meters()).toMatchObject([{ powerW: 3_000 }]);
    await station.leave();
  });

  test("F6 that say no more than a number are the register in Wh, sampled as always", async () => {
    const station = await aQuirkyStation(kituo);
    await station.ask("MeterValues", values({ value: "1234" }));
    expect(await booksOf(kituo, station).meters()).toMatchObject([{ energyWh: 1_234, context: "Sample.Periodic" }]);
    await station.leave();
  });

  test("F10 of connector 0 belong to the station", async () => {
    const station = await aQuirkyStation(kituo);
    await station.ask("MeterValues", { ...values({ value: "5" }), connectorId: 0 });
    expect(await booksOf(kituo, station).meters()).toMatchObject([{ evse: 0, sessionId: null, energyWh: 5 }]);
    await station.leave();
  });

  test("§I.8 without a connector belong to the station", async () => {
    const station = await aQuirkyStation(kituo);
    const { meterValue } = values({ value: "5" });
    expect(await station.ask("MeterValues", { meterValue }, "q")).toEqual([3, "q", {}]);
    const books = booksOf(kituo, station);
    expect(await books.meters()).toMatchObject([{ evse: 0, connector: null, sessionId: null, energyWh: 5 }]);
    expect(await books.repairs()).toEqual(["MissingFilled"]);
    await station.leave();
  });

  test("D3, D4 with times that are sloppy or missing are stored", async () => {
    const station = await aQuirkyStation(kituo);
    const meterValue = [
      { timestamp: secondsAgo(300).slice(0, -1), sampledValue: [{ value: "1" }] },
      { sampledValue: [{ value: "2" }] },
    ];
    expect(await station.ask("MeterValues", { connectorId: 1, meterValue }, "q")).toEqual([3, "q", {}]);
    const books = booksOf(kituo, station);
    const meters = await books.meters();
    expect(meters.map(({ energyWh }) => energyWh)).toEqual([1, 2]);
    expect(meters[0]?.sampledAt.toISOString()).toBe(secondsAgo(300));
    expect(Math.abs(Number(meters[1]?.sampledAt) - NOW)).toBeLessThan(60_000);
    expect(await books.repairs()).toEqual(["TimeMissing", "TimeNormalised"]);
    await station.leave();
  });

  test("§I.8 with nothing in them are answered", async () => {
    const station = await aQuirkyStation(kituo);
    for (const payload of [{}, { meterValue: "none" }, { connectorId: {}, meterValue: [{}, 5, null] }]) {
      expect(await station.ask("MeterValues", payload, "q")).toEqual([3, "q", {}]);
    }
    await station.leave();
  });
});

test("C11 a token of numbers is a token", async () => {
  const station = await aQuirkyStation(kituo);
  await kituo.addToken("4711");
  const [type, , answer] = await station.ask("Authorize", { idTag: 4711 });
  expect([type, answer]).toEqual([3, { idTagInfo: { status: "Accepted" } }]);
  expect(await booksOf(kituo, station).repairs()).toEqual(["ScalarCoerced"]);
  await station.leave();
});

test("E17 a token longer than the norm is looked up whole", async () => {
  const station = await aQuirkyStation(kituo);
  await kituo.addToken("T".repeat(30));
  expect((await station.ask("Authorize", { idTag: "T".repeat(30) }))[2]).toEqual({ idTagInfo: { status: "Accepted" } });
  expect((await station.ask("Authorize", { idTag: "T".repeat(31) }))[2]).toEqual({ idTagInfo: { status: "Invalid" } });
  expect(await booksOf(kituo, station).repairs()).toEqual(["LongTextKept"]);
  await station.leave();
});

test.each([
  ["an object", { soc: 80, times: [1, null] }, ["DataSerialised"]],
  ["a list", [{ a: 1 }], ["DataSerialised"]],
  ["a number", 42, ["ScalarCoerced"]],
  ["a boolean", true, ["ScalarCoerced"]],
])("C11 %s for the data of a DataTransfer is taken for its text", async (_, data, repairs) => {
  const station = await aQuirkyStation(kituo);
  const answer = await station.ask("DataTransfer", { vendorId: "org.example", messageId: "m", data }, "q");
  expect(answer).toEqual([3, "q", { status: "UnknownVendorId" }]);
  expect(await booksOf(kituo, station).repairs()).toEqual(repairs);
  const logged = await kituo.db.messageLog.findFirstOrThrow({
    where: { messageId: "q", action: "DataTransfer" },
    orderBy: { id: "desc" },
  });
  expect(JSON.parse(logged.request ?? "")).toEqual({ vendorId: "org.example", messageId: "m", data });
  await station.leave();
});

test("§I.8 what is neither registration nor billing is refused while it cannot be read", async () => {
  const station = await aQuirkyStation(kituo);
  expect((await station.ask("Authorize", { idTag: null }))[2]).toBe("OccurenceConstraintViolation");
  expect((await station.ask("DataTransfer", { vendorId: {} }))[2]).toBe("TypeConstraintViolation");
  await station.leave();
});

test("§I a 2.x station's nulls, quoted numbers and unknown fields are mended, its words are not", async () => {
  const station = await aQuirkyStation(kituo, "2.0.1");
  const status = { timestamp: secondsAgo(1), connectorStatus: "Available", evseId: "1", connectorId: 1, colour: null };
  expect(await station.ask("StatusNotification", { ...status, customData: null }, "q")).toEqual([3, "q", {}]);
  const books = booksOf(kituo, station);
  expect(await books.connectors()).toMatchObject([{ evse: 1, status: "Available" }]);
  expect(await books.repairs()).toEqual(["NullDropped", "ScalarCoerced", "UnknownFieldDropped"]);
  const refused = await station.ask("StatusNotification", { ...status, connectorStatus: "available" });
  expect(refused[2]).toBe("PropertyConstraintViolation");
  await station.leave();
});
