import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { hashPassword } from "@/lib/services/stations/password-hash";
import { rotatePassword } from "@/lib/services/stations/rotate-password";
import { startGateway, type TestGateway } from "../support/gateway";
import { aQuirkyStation, booksOf } from "./support/quirks";
import { dial, dialAndBoot, refusalOf, SAID } from "./support/raw-station";
import { start16 } from "./support/session-frames";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ callTimeoutMs: 1_000 });
});
afterAll(() => kituo.stop());

const newIdentity = (): string => `QUIRK-${crypto.randomUUID().slice(0, 8)}`;
async function aKnownStation(identity = newIdentity(), password?: string): Promise<string> {
  await kituo.addStation(identity, password === undefined ? {} : { password });
  return identity;
}

test("A1 a station that offers no subprotocol is refused, and stands in the inbox with its name", async () => {
  const identity = await aKnownStation();
  const refusal = await refusalOf(`${kituo.ocppUrl}/${identity}`, { identity, protocols: [] });
  expect(refusal).toMatchObject({ status: 400, body: "NoSubprotocol\n" });
  await vi.waitFor(async () => {
    const kept = await kituo.db.handshakeRefusal.findMany({ where: { identity } });
    expect(kept).toMatchObject([{ reason: "NoSubprotocol", offeredProtocols: null, count: 1 }]);
  }, 5_000);
});

test("A2 the subprotocol says which version is spoken, whatever the address says", async () => {
  const identity = await aKnownStation();
  const station = await dial(`${kituo.ocppUrl}/ocpp1.6`, identity, "2.0.1");
  expect((await station.ask("BootNotification", SAID["1.6"].boot))[2]).toBe("OccurrenceConstraintViolation");
  expect((await station.ask("BootNotification", SAID["2.0.1"].boot))[2]).toMatchObject({ status: "Accepted" });
  await station.leave();
});

test("A3 slashes too many are forgiven, a missing identity is told so", async () => {
  const identity = await aKnownStation();
  for (const base of [`${kituo.ocppUrl}/`, `${kituo.ocppUrl}//`]) await (await dial(base, identity, "1.6")).leave();
  await (await dial(kituo.ocppUrl, identity, "1.6")).leave();
  const slashed = new WebSocket(`${kituo.ocppUrl}/${identity}/`, ["ocpp1.6"]);
  await new Promise((resolve, reject) => slashed.once("open", resolve).once("error", reject));
  slashed.terminate();
  const origin = new URL(kituo.ocppUrl).origin.replace("http", "ws");
  expect(await refusalOf(`${origin}/`)).toMatchObject({ status: 404, body: "IdentityMissing\n" });
});

test("A4 an identity is decoded once, and compared exactly", async () => {
  const identity = await aKnownStation(`Säule 1|${newIdentity()}`);
  const station = await dial(kituo.ocppUrl, identity, "1.6");
  expect((await station.ask("Heartbeat", {}))[0]).toBe(3);
  await station.leave();
  const twice = `${kituo.ocppUrl}/${encodeURIComponent(encodeURIComponent(identity))}`;
  expect((await refusalOf(twice)).status).toBe(404);
  const upper = `${kituo.ocppUrl}/${encodeURIComponent(identity.toUpperCase())}`;
  expect((await refusalOf(upper)).status).toBe(404);
});

test("A5 a broken percent-encoding is refused, and nobody else notices", async () => {
  const station = await aQuirkyStation(kituo);
  expect(await refusalOf(`${kituo.ocppUrl}/%zz%`)).toMatchObject({ status: 400 });
  expect((await station.ask("Heartbeat", {}))[0]).toBe(3);
  await station.leave();
});

test("A6 a key in hex may come as its bytes or as its digits", async () => {
  const digits = "00ab02030405060708090a0b0c0d0e0f10111213";
  const identity = newIdentity();
  const passwordHash = await hashPassword(digits);
  await kituo.db.station.create({
    data: { identity, identityKey: identity.toLowerCase(), securityProfile: 1, passwordHash },
  });
  for (const password of [digits, Buffer.from(digits, "hex")]) {
    await (await dial(kituo.ocppUrl, identity, "1.6", { password })).leave();
  }
  expect(await kituo.db.connection.count({ where: { station: { identity } } })).toBe(2);
});

test("A7 a station that never answered its new password may come back with the old one", async () => {
  const password = "the-old-password";
  const identity = await aKnownStation(newIdentity(), password);
  const station = await dialAndBoot(kituo.ocppUrl, identity, "1.6", { password });
  await rotatePassword(kituo.ctx, { identity });
  expect((await station.next(([type]) => type === 2))[2]).toBe("ChangeConfiguration");
  station.ws.terminate();
  await station.closed;
  await (await dial(kituo.ocppUrl, identity, "1.6", { password })).leave();
});

test("A8 compression is agreed on only where the station offers it", async () => {
  const identity = await aKnownStation();
  for (const [perMessageDeflate, agreed] of [
    [false, ""],
    [true, "permessage-deflate"],
  ] as const) {
    const ws = new WebSocket(`${kituo.ocppUrl}/${identity}`, ["ocpp1.6"], { perMessageDeflate });
    const answered = new Promise((resolve) => ws.once("message", (data: Buffer) => resolve(data.toString())));
    await new Promise((resolve, reject) => ws.once("open", resolve).once("error", reject));
    expect(ws.extensions).toBe(agreed);
    ws.send('[2,"q","DataTransfer",{"vendorId":"v"}]');
    expect(await answered).toBe('[3,"q",{"status":"UnknownVendorId"}]');
    ws.terminate();
  }
});

test("B1, B2 a second socket is served at once, though the first still seems open", async () => {
  const first = await aQuirkyStation(kituo);
  const second = await dial(kituo.ocppUrl, first.identity, "1.6");
  expect((await second.ask("Heartbeat", {}))[0]).toBe(3);
  expect(await first.closed).toEqual({ code: 1008, reason: "Superseded" });
  expect((await second.ask("Heartbeat", {}))[0]).toBe(3);
  const { connections, gatewayId } = await kituo.db.station.findUniqueOrThrow({
    where: { identity: first.identity },
    include: { connections: { orderBy: { epoch: "asc" } } },
  });
  expect(gatewayId).not.toBeNull();
  expect(connections).toMatchObject([{ closeReason: "Superseded" }, { closedAt: null }]);
  await second.leave();
});

test("B4 a station that comes again and again is served each time", async () => {
  const identity = await aKnownStation();
  for (let time = 0; time < 20; time += 1) {
    const station = await dialAndBoot(kituo.ocppUrl, identity, "1.6");
    station.ws.terminate();
  }
  const station = await dialAndBoot(kituo.ocppUrl, identity, "1.6");
  expect((await station.ask("Heartbeat", {}))[0]).toBe(3);
  expect(await kituo.db.connection.count({ where: { station: { identity } } })).toBe(21);
  await station.leave();
});

test("B6 a station that comes back need not boot again", async () => {
  const before = await aQuirkyStation(kituo, "2.0.1");
  await before.leave();
  const station = await dial(kituo.ocppUrl, before.identity, "2.0.1");
  expect((await station.ask("StatusNotification", SAID["2.0.1"].status(1, "Available")))[0]).toBe(3);
  await station.leave();
});

test("B7 what a 1.6 station says before its first boot counts", async () => {
  const station = await dial(kituo.ocppUrl, await aKnownStation(), "1.6");
  expect(await station.ask("StatusNotification", SAID["1.6"].status(1, "Available"), "q")).toEqual([3, "q", {}]);
  expect((await station.ask("Authorize", { idTag: "NOBODY" }))[0]).toBe(3);
  expect(await booksOf(kituo, station).connectors()).toMatchObject([{ evse: 1, status: "Available" }]);
  await station.leave();
});

test("B8 heartbeats that come without end are all answered", async () => {
  const station = await aQuirkyStation(kituo);
  station.say(...Array.from({ length: 200 }, (_, n) => [2, `h-${n}`, "Heartbeat", {}]));
  for (let n = 0; n < 200; n += 1) expect((await station.next()).slice(0, 2)).toEqual([3, `h-${n}`]);
  await station.leave();
});

test("B9 a boot without a restart ends no session", async () => {
  const station = await aQuirkyStation(kituo);
  const { transactionId } = await start16(station);
  for (let time = 0; time < 3; time += 1) {
    expect((await station.ask("BootNotification", SAID["1.6"].boot))[2]).toMatchObject({ status: "Accepted" });
  }
  expect(await booksOf(kituo, station).sessions()).toMatchObject([{ id: transactionId, phase: "Active" }]);
  await station.leave();
});

test("B10 a station that has to wait is told how long, and told again", async () => {
  const identity = await aKnownStation();
  await kituo.db.station.update({ where: { identity }, data: { registrationStatus: "Pending" } });
  const station = await dial(kituo.ocppUrl, identity, "1.6");
  for (let time = 0; time < 3; time += 1) {
    const [, , answer] = await station.ask("BootNotification", SAID["1.6"].boot);
    expect(answer).toMatchObject({ status: "Pending", interval: 60 });
  }
  expect(station.ws.readyState).toBe(station.ws.OPEN);
  await station.leave();
});

test("B11 a station that answers no ping is kept while it says anything", async () => {
  const impatient = await startGateway({ liveness: { pingEveryMs: 100, silenceMsMax: 1_000 } });
  for (const identity of ["TALKS", "MUTE"]) await impatient.addStation(identity);
  const [talks, mute] = [await dial(impatient.ocppUrl, "TALKS", "1.6"), await dial(impatient.ocppUrl, "MUTE", "1.6")];
  for (const { ws } of [talks, mute]) ws.pong = () => undefined;
  const talking = setInterval(() => talks.say([2, crypto.randomUUID(), "Heartbeat", {}]), 100);
  await mute.closed;
  expect(talks.ws.readyState).toBe(talks.ws.OPEN);
  clearInterval(talking);
  talks.ws.terminate();
  await impatient.stop();
});

test("B12 a station that has just booted is asked nothing", async () => {
  const station = await aQuirkyStation(kituo);
  await station.ask("StatusNotification", SAID["1.6"].status(1, "Available"));
  await station.ask("Heartbeat", {});
  expect(station.untaken()).toEqual([]);
  await station.leave();
});
