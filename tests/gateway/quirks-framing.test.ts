import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type TestGateway } from "../support/gateway";
import { metric } from "./support/metrics";
import { aQuirkyStation, booksOf } from "./support/quirks";
import { SAID } from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

test("C1 an empty text frame is no frame", async () => {
  const station = await aQuirkyStation(kituo);
  station.say("", " \n");
  expect((await station.ask("Heartbeat", {}))[0]).toBe(3);
  expect(station.untaken()).toEqual([]);
  await station.leave();
});

test.each([
  ["a value left out", '[2,"q","MeterValues",{"connectorId":1,"transactionId":,"meterValue":[]}]', {}],
  [
    "a last value left out",
    '[2,"q","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available","info":}]',
    {},
  ],
  [
    "a trailing comma",
    '[2,"q","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available",},]',
    {},
  ],
  ["a NUL in a text and one behind", '[2,"q","DataTransfer",{"vendorId":"a\0b"}]\0', { status: "UnknownVendorId" }],
  [
    "a line break in a text",
    '[2,"q","DataTransfer",{"vendorId":"a","data":"one\ntwo, {:} three"}]',
    { status: "UnknownVendorId" },
  ],
  ["a byte order mark in the midst", '[2,"q",\uFEFF"DataTransfer",{"vendorId":"a"}]', { status: "UnknownVendorId" }],
])("C2 JSON with %s is mended and counted", async (_, text, answer) => {
  const station = await aQuirkyStation(kituo);
  const before = await metric(kituo.liveUrl, "kituo_repairs_total", { repair: "JsonMended" });
  station.say(text);
  expect(await station.next()).toEqual([3, "q", answer]);
  expect(await booksOf(kituo, station).repairs()).toContain("JsonMended");
  expect(await metric(kituo.liveUrl, "kituo_repairs_total", { repair: "JsonMended" })).toBe(before + 1);
  await station.leave();
});

test("C2 what stands in a text is not touched by the mending", async () => {
  const station = await aQuirkyStation(kituo);
  station.say(
    '[2,"q","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available","info":"a:, b,} \\"c\\":,",}]',
  );
  expect(await station.next()).toEqual([3, "q", {}]);
  expect(await booksOf(kituo, station).connectors()).toMatchObject([{ info: 'a:, b,} "c":,' }]);
  await station.leave();
});

test("C2 broken JSON of a 2.x station is refused under its id, whatever its neighbours may send", async () => {
  const [old, young] = [await aQuirkyStation(kituo), await aQuirkyStation(kituo, "2.0.1")];
  const text = '[2,"q","Heartbeat",{"x":,}]';
  old.say(text);
  expect((await old.next())[0]).toBe(3);
  young.say(text);
  expect((await young.next()).slice(0, 3)).toEqual([4, "q", "RpcFrameworkError"]);
  expect(await booksOf(kituo, young).repairs()).toEqual([]);
  await Promise.all([old.leave(), young.leave()]);
});

test("C2 a call that is refused all the same is counted as mended", async () => {
  const station = await aQuirkyStation(kituo);
  station.say('[2,"q","Authorize",{"idTag":,}]');
  expect((await station.next()).slice(0, 3)).toEqual([4, "q", "OccurenceConstraintViolation"]);
  expect(await booksOf(kituo, station).repairs()).toEqual(["JsonMended"]);
  await station.leave();
});

test("C3 a payload without braces is refused under its id, so that the queue goes on", async () => {
  const station = await aQuirkyStation(kituo);
  station.say('[2,"q","BootNotification","chargePointModel":"R1"]');
  expect((await station.next()).slice(0, 3)).toEqual([4, "q", "FormationViolation"]);
  expect((await station.ask("Heartbeat", {}))[0]).toBe(3);
  await station.leave();
});

test("C4 a call of message type 1 is refused", async () => {
  const station = await aQuirkyStation(kituo);
  station.say([1, "q", "Heartbeat", {}]);
  expect((await station.next()).slice(0, 3)).toEqual([4, "q", "GenericError"]);
  await station.leave();
});

test("C5 one call under one id is stored once and answered the same", async () => {
  const station = await aQuirkyStation(kituo);
  const start = [
    2,
    "q",
    "StartTransaction",
    { connectorId: "1", idTag: "A", meterStart: 1, timestamp: "2026-01-01T00:00:00" },
  ];
  station.say(start, start);
  const first = await station.next();
  station.say(start);
  expect(await station.next()).toEqual(first);
  expect(await booksOf(kituo, station).sessions()).toHaveLength(1);
  await station.leave();
});

test("C7 a numeric id is echoed as a number, a long one whole", async () => {
  const station = await aQuirkyStation(kituo);
  const long = "i".repeat(80);
  expect((await station.ask("Heartbeat", {}, 7)).slice(0, 2)).toEqual([3, 7]);
  expect((await station.ask("Heartbeat", {}, long)).slice(0, 2)).toEqual([3, long]);
  await station.leave();
});

test("C8 unknown properties are dropped, at every depth, and of doubled ones the last counts", async () => {
  const station = await aQuirkyStation(kituo);
  station.say(
    '[2,"q","MeterValues",{"connectorId":1,"connectorId":2,"vendor":"x","meterValue":[{"timestamp":"2026-01-01T00:00:00Z","extra":1,"sampledValue":[{"value":"5","accuracy":"high"}]}]}]',
  );
  expect(await station.next()).toEqual([3, "q", {}]);
  const books = booksOf(kituo, station);
  expect(await books.meters()).toMatchObject([{ evse: 2, energyWh: 5 }]);
  expect(await books.repairs()).toEqual(["UnknownFieldDropped"]);
  await station.leave();
});

test("a deviation is counted per station with its newest message, and only there", async () => {
  const [sloppy, strict] = [await aQuirkyStation(kituo), await aQuirkyStation(kituo)];
  const said = SAID["1.6"].status(1, "Available");
  await strict.ask("StatusNotification", said, "fine");
  await sloppy.ask("StatusNotification", { ...said, connectorId: "1" }, "first");
  await sloppy.ask("StatusNotification", { ...said, connectorId: "2" }, "second");
  const rows = await kituo.db.stationDeviation.findMany({ where: { station: { identity: sloppy.identity } } });
  expect(rows).toMatchObject([{ repair: "ScalarCoerced", count: 2, exampleMessageId: "second" }]);
  expect(rows[0]?.firstAt.getTime()).toBeLessThanOrEqual(rows[0]?.lastAt.getTime() ?? 0);
  expect(await booksOf(kituo, strict).repairs()).toEqual([]);
  await Promise.all([sloppy.leave(), strict.leave()]);
});
