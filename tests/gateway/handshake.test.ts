import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { hashPassword } from "@/lib/services/stations/password-hash";
import { updateStation } from "@/lib/services/stations/update-station";
import { startGateway, type TestGateway } from "../support/gateway";
import { dial, refusalOf } from "./support/raw-station";

const PASSWORD = "a-long-enough-password";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

const urlOf = (identity: string): string => `${kituo.ocppUrl}/${encodeURIComponent(identity)}`;

const refused = (identity: string, reason: string) =>
  vi.waitFor(async () => {
    const where = { identity_reason: { identity, reason } };
    return kituo.db.handshakeRefusal.findUniqueOrThrow({ where });
  }, 5_000);

async function letIn(identity: string, password?: string | Buffer): Promise<void> {
  const station = await dial(kituo.ocppUrl, identity, "1.6", password === undefined ? {} : { password });
  await station.leave();
}

async function addStationWithHash(identity: string, password: Buffer | string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await kituo.db.station.create({
    data: { identity, identityKey: identity.toLowerCase(), securityProfile: 1, passwordHash },
  });
}

test("a stranger is refused, stands in the inbox with how often it came, and is told to the console", async () => {
  for (let knock = 0; knock < 3; knock += 1) {
    expect(await refusalOf(urlOf("STRANGER 1"), { protocols: ["ocpp2.0.1", "ocpp1.6"] })).toMatchObject({
      status: 404,
    });
  }
  await vi.waitFor(async () => expect((await refused("STRANGER 1", "UnknownIdentity")).count).toBe(3), 5_000);
  expect(await refused("STRANGER 1", "UnknownIdentity")).toMatchObject({
    offeredProtocols: "ocpp2.0.1,ocpp1.6",
    remoteAddress: "127.0.0.1",
    dismissedAt: null,
  });
  await vi.waitFor(async () => {
    const placed = await kituo.db.outboxEntry.findMany({
      where: { position: { not: null } },
      orderBy: { position: "desc" },
    });
    expect(placed.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({
        type: "HandshakeRefused",
        identity: "STRANGER 1",
        reason: "UnknownIdentity",
        count: 3,
      }),
    );
  });
  expect(await kituo.db.station.count({ where: { identity: "STRANGER 1" } })).toBe(0);
});

test("an identity spelt in another case is another station", async () => {
  await kituo.addStation("Case-1");
  expect((await refusalOf(urlOf("CASE-1"))).status).toBe(404);
  await letIn("Case-1");
});

test("where strangers are refused without an inbox, nothing is kept of them", async () => {
  const strict = await startGateway({ unknownStations: "refuse" });
  await strict.addStation("KNOWN", { password: PASSWORD });
  expect((await refusalOf(`${strict.ocppUrl}/STRANGER`)).status).toBe(404);
  expect((await refusalOf(`${strict.ocppUrl}/KNOWN`)).status).toBe(401);
  // The known one came later: when it is in the books, the stranger would be too.
  await vi.waitFor(async () => expect(await strict.db.handshakeRefusal.count()).toBe(1), 5_000);
  expect(await strict.db.handshakeRefusal.findFirstOrThrow()).toMatchObject({
    identity: "KNOWN",
    reason: "MissingCredentials",
  });
  await strict.stop();
});

test("where strangers are accepted, one becomes a station on first contact, once", async () => {
  const open = await startGateway({ unknownStations: "accept" });
  const both = await Promise.all([dial(open.ocppUrl, "NEW", "1.6"), dial(open.ocppUrl, "NEW", "1.6")]);
  expect(await open.db.station.findMany()).toMatchObject([{ identity: "NEW", securityProfile: 0, isBlocked: false }]);
  for (const station of both) station.ws.terminate();
  await open.stop();
});

test.concurrent.each([
  ["no credentials", undefined, {}, "MissingCredentials"],
  ["a wrong password", "not-the-password-at-all", {}, "WrongPassword"],
  ["an empty password", "", {}, "WrongPassword"],
  ["the user name of another", undefined, { authorization: `Basic ${btoa(`OTHER:${PASSWORD}`)}` }, "WrongUserName"],
  ["no user name", undefined, { authorization: `Basic ${btoa(PASSWORD)}` }, "MalformedCredentials"],
  ["another scheme", undefined, { authorization: `Bearer ${PASSWORD}` }, "MalformedCredentials"],
  ["something that is no base64", undefined, { authorization: "Basic ###" }, "MalformedCredentials"],
])("a station with %s is challenged, and the try is counted", async (what, password, headers, reason) => {
  const identity = `AUTH ${what}`;
  await kituo.addStation(identity, { password: PASSWORD });
  const options = { identity, headers, ...(password === undefined ? {} : { password }) };
  expect(await refusalOf(urlOf(identity), options)).toMatchObject({ status: 401, challenge: 'Basic realm="OCPP"' });
  expect((await refused(identity, reason)).count).toBe(1);
  await letIn(identity, PASSWORD);
});

test("a station without a security profile is let in whatever it says of itself", async () => {
  await kituo.addStation("OPEN");
  await letIn("OPEN");
  await letIn("OPEN", "some-password-or-other");
  expect(await kituo.db.connection.count({ where: { station: { identity: "OPEN" } } })).toBe(2);
});

test("a password may hold colons and any bytes, and so may the identity its colons", async () => {
  const bytes = Buffer.from([0x00, 0xff, 0x3a, 0xfe, 0x80, 0x0a, 0x3a, 0x00, 1, 2, 3, 4, 5, 6, 7, 8]);
  await addStationWithHash("COLONS:A:B", ":pass:word:with:colons:");
  await addStationWithHash("BYTES", bytes);
  await letIn("COLONS:A:B", ":pass:word:with:colons:");
  await letIn("BYTES", bytes);
  expect((await refusalOf(urlOf("BYTES"), { identity: "BYTES", password: bytes.subarray(0, 15) })).status).toBe(401);
});

test("an authorization key in hex may come as its bytes or as its digits, however it was stored", async () => {
  const digits = "00aB02030405060708090A0b0c0d0e0f10111213";
  const bytes = Buffer.from(digits, "hex");
  for (const [identity, stored] of [
    ["KEY-BYTES", bytes],
    ["KEY-DIGITS", digits.toLowerCase()],
    ["KEY-UPPER", digits.toUpperCase()],
  ] as const) {
    await addStationWithHash(identity, stored);
    await letIn(identity, bytes);
    await letIn(identity, String(stored) === stored ? stored : digits);
    const other = Buffer.from(bytes).fill(7, 19);
    for (const wrong of [other, other.toString("hex")]) {
      expect((await refusalOf(urlOf(identity), { identity, password: wrong })).status).toBe(401);
    }
  }
});

test("a blocked station is refused before its password is looked at", async () => {
  await kituo.addStation("BLOCKED", { password: PASSWORD });
  await kituo.db.station.update({ where: { identity: "BLOCKED" }, data: { isBlocked: true } });
  expect((await refusalOf(urlOf("BLOCKED"))).status).toBe(403);
  expect((await refused("BLOCKED", "Blocked")).count).toBe(1);
});

test.concurrent.each([2, 3])(
  "a station of security profile %i is refused where there is no TLS",
  async (securityProfile) => {
    const identity = `PROFILE-${securityProfile}`;
    await kituo.addStation(identity, { password: PASSWORD, securityProfile });
    expect((await refusalOf(urlOf(identity), { identity, password: PASSWORD })).status).toBe(403);
    expect((await refused(identity, "WrongSecurityProfile")).count).toBe(1);
  },
);

test("a station pinned to a version speaks that one or none", async () => {
  await kituo.addStation("PINNED");
  await kituo.db.station.update({ where: { identity: "PINNED" }, data: { pinnedVersion: "ocpp1.6" } });
  const station = await dial(kituo.ocppUrl, "PINNED", "1.6", { protocols: ["ocpp2.0.1", "ocpp1.6"] });
  expect(station.ws.protocol).toBe("ocpp1.6");
  await station.leave();
  expect((await refusalOf(urlOf("PINNED"), { protocols: ["ocpp2.0.1"] })).status).toBe(400);
  expect((await refused("PINNED", "NoCommonSubprotocol")).offeredProtocols).toBe("ocpp2.0.1");
});

test("a station that is blocked while it is connected is shut out at once", async () => {
  await kituo.addStation("SHUT-OUT", { password: PASSWORD });
  const station = await dial(kituo.ocppUrl, "SHUT-OUT", "1.6", { password: PASSWORD });
  await updateStation(kituo.ctx, "SHUT-OUT", { name: "still welcome" });
  await station.ask("Heartbeat", {});
  await updateStation(kituo.ctx, "SHUT-OUT", { blocked: true });
  expect(await station.closed).toEqual({ code: 1008, reason: "AccessChanged" });
  expect((await refusalOf(urlOf("SHUT-OUT"), { identity: "SHUT-OUT", password: PASSWORD })).status).toBe(403);
  await updateStation(kituo.ctx, "SHUT-OUT", { blocked: false });
  await letIn("SHUT-OUT", PASSWORD);
});

test("a station that is blocked just while it dials is not kept, and neither is one whose block nobody told of", async () => {
  await kituo.addStation("RACE");
  const station = await kituo.db.$transaction(async (tx) => {
    await tx.station.update({ where: { identity: "RACE" }, data: { isBlocked: true } });
    return dial(kituo.ocppUrl, "RACE", "1.6");
  });
  expect(await station.closed).toEqual({ code: 1008, reason: "AccessChanged" });
  await kituo.addStation("UNTOLD");
  const untold = await dial(kituo.ocppUrl, "UNTOLD", "1.6");
  await untold.ask("Heartbeat", {});
  await kituo.db.station.update({ where: { identity: "UNTOLD" }, data: { isBlocked: true } });
  expect(await untold.closed).toEqual({ code: 1012, reason: "HoldLost" });
});

test("a station whose password is changed while it is connected must come back with the new one", async () => {
  await kituo.addStation("CHANGED", { password: PASSWORD });
  const station = await dial(kituo.ocppUrl, "CHANGED", "1.6", { password: PASSWORD });
  await updateStation(kituo.ctx, "CHANGED", { password: "another-long-password" });
  expect(await station.closed).toEqual({ code: 1008, reason: "AccessChanged" });
  expect((await refusalOf(urlOf("CHANGED"), { identity: "CHANGED", password: PASSWORD })).status).toBe(401);
  await letIn("CHANGED", "another-long-password");
});
