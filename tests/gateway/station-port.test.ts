import { connect as connectTcp } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startGateway, type TestGateway } from "../support/gateway";
import { metric } from "./support/metrics";
import {
  dial,
  dialAndBoot,
  type RawStation,
  refusalOf,
  SAID,
  type Version,
  type WireFrame,
} from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

const counted = (name: string, labels: Record<string, string> = {}) => metric(kituo.liveUrl, name, labels);

let stations = 0;
async function aStation(version: Version): Promise<RawStation> {
  const identity = `PORT-${(stations += 1)}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

test.each([
  ["an identity that is no UTF-8", "%E0%A4%A", 400],
  ["half an escape", "A%", 400],
  ["an identity with a NUL", "A%00B", 400],
  ["an identity with a line break", "A%0AB", 400],
  ["an identity of 256 characters", "A".repeat(256), 400],
  ["an identity of 8,000 characters", "A".repeat(8_000), 400],
  ["no identity", "", 404],
  ["a blank identity", "%20", 404],
  ["an identity nobody knows", "STRANGER", 404],
])("refuses %s", async (_, path, status) => {
  const before = await counted("kituo_handshakes_total");
  expect((await refusalOf(`${kituo.ocppUrl}/${path}`)).status).toBe(status);
  expect(await counted("kituo_handshakes_total")).toBe(before + 1);
});

test("looks at the last segment of the path alone", async () => {
  await kituo.addStation("RDAM 123");
  for (const path of ["RDAM%20123", "RDAM%20123/", "RDAM%20123?token=1&x=/a/b", "tenant/RDAM%20123", "/RDAM%20123"]) {
    const station = await dial(`${kituo.ocppUrl}/${path}`, "", "1.6");
    await station.leave();
  }
  const { id } = await kituo.db.station.findUniqueOrThrow({ where: { identity: "RDAM 123" } });
  expect(await kituo.db.connection.count({ where: { stationId: id } })).toBe(5);
  expect((await refusalOf(kituo.ocppUrl.replace("/ocpp", "/other/RDAM%20123"))).status).toBe(400);
});

test("takes the first version it knows of those a station offers, as it was spelt", async () => {
  await kituo.addStation("OFFERS");
  const url = `${kituo.ocppUrl}/OFFERS`;
  expect((await refusalOf(url, { protocols: [] })).status).toBe(400);
  expect((await refusalOf(url, { protocols: ["ocpp0.1"] })).status).toBe(400);
  expect((await refusalOf(url, { protocols: ["ocpp2.0"] })).status).toBe(400);
  for (const [protocols, chosen] of [
    [["ocpp0.1", "ocpp1.6"], "ocpp1.6"],
    [["ocpp2.0.1", "ocpp1.6"], "ocpp2.0.1"],
    [["OCPP1.6"], "OCPP1.6"],
  ] as const) {
    const station = await dial(kituo.ocppUrl, "OFFERS", "1.6", { protocols });
    expect(station.ws.protocol).toBe(chosen);
    await station.leave();
  }
});

test("says to HTTP that it speaks WebSocket only", async () => {
  const response = await fetch(`${kituo.ocppUrl.replace("ws:", "http:")}/NEIGHBOUR`);
  expect([response.status, response.headers.get("upgrade")]).toEqual([426, "websocket"]);
});

test("closes connections that send garbage, and those it refuses even if their peer never does", async () => {
  const { port, hostname } = new URL(kituo.ocppUrl);
  const before = await counted("kituo_handshakes_total");
  const upgrade = `GET /ocpp/STRANGER HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}\r\n\r\n`;
  for (const bytes of [
    Buffer.from([0x16, 0x03, 0x01, 0x02, 0, 1, 0, 1]),
    Buffer.alloc(70_000, 0x41),
    Buffer.from(upgrade),
  ]) {
    const socket = connectTcp({ port: Number(port), host: hostname, allowHalfOpen: true });
    socket.on("error", () => undefined).resume();
    socket.write(bytes);
    const gone = new Promise((resolve) => socket.once("close", resolve));
    await Promise.race([new Promise((resolve) => socket.once("end", resolve)), gone]);
    // The peer is gone altogether, not just done with talking: sooner or later a write meets nobody.
    const writing = setInterval(() => socket.write("."), 20);
    await gone;
    clearInterval(writing);
    expect(socket.destroyed).toBe(true);
  }
  expect(await counted("kituo_handshakes_total")).toBe(before + 3);
  expect(await counted("kituo_handshakes_total", { outcome: "NotHttp" })).toBe(2);
});

test("lets others in while handshakes are left unfinished", async () => {
  const { port, hostname } = new URL(kituo.ocppUrl);
  const idlers = Array.from({ length: 100 }, () => connectTcp({ port: Number(port), host: hostname }));
  for (const idler of idlers)
    idler.on("error", () => undefined).write("GET /ocpp/NEIGHBOUR HTTP/1.1\r\nHost: x\r\nConnec");
  const began = performance.now();
  const station = await aStation("1.6");
  expect(performance.now() - began).toBeLessThan(2_000);
  await station.leave();
  for (const idler of idlers) idler.destroy();
});

test("a station cannot flood with frames that are no calls either", async () => {
  const station = await aStation("2.0.1");
  const throttled = await counted("kituo_throttled_total");
  station.say(...Array.from({ length: 5_000 }, (_, index): WireFrame => [3, `nobody-${index}`, {}]));
  await vi.waitFor(async () => expect(await counted("kituo_throttled_total")).toBeGreaterThan(throttled));
  station.ws.terminate();
});

test("a station that floods is read more slowly, in order and without loss, and its neighbour does not notice", async () => {
  const [flooder, neighbour] = [await aStation("1.6"), await aStation("2.0.1")];
  const throttled = await counted("kituo_throttled_total");
  const heapBefore = process.memoryUsage().heapUsed;
  flooder.say(...Array.from({ length: 20_000 }, (_, index): WireFrame => [2, `f-${index}`, "Heartbeat", {}]));
  const waits: number[] = [];
  for (let call = 0; call < 60; call += 1) {
    const began = performance.now();
    await neighbour.ask("StatusNotification", SAID["2.0.1"].status(1, "Available"));
    waits.push(performance.now() - began);
  }
  for (let answer = 0; answer < 1_500; answer += 1) expect((await flooder.next())[1]).toBe(`f-${answer}`);
  expect(flooder.ws.readyState).toBe(flooder.ws.OPEN);
  expect(flooder.untaken().length).toBeLessThan(18_000);
  expect(waits.toSorted((one, other) => one - other)[56]).toBeLessThan(500);
  expect(await counted("kituo_throttled_total")).toBeGreaterThan(throttled);
  expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(150 * 1024 * 1024);
  flooder.ws.terminate();
  await neighbour.leave();
});
