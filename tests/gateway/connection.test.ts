import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { requestCommand } from "@/lib/services/commands/request-command";
import { askForBoots } from "@/lib/services/stations/ask-for-boots";
import { closeConnection } from "@/lib/services/stations/close-connection";
import { updateStation } from "@/lib/services/stations/update-station";
import { LIVENESS } from "@/ocpp-gateway/transport/liveness";
import { createStation } from "../simulator/station";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { startGateway, type TestGateway } from "../support/gateway";
import { holdUp } from "./support/hold-up";
import { metric } from "./support/metrics";
import { dial, dialAndBoot, SAID, VERSIONS, type WireFrame } from "./support/raw-station";

let fresh: FreshDatabase;
let db: Database;
let kituo: TestGateway;
/** A second gateway over the same database. */
let other: TestGateway;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = createDatabase(fresh.url, { connectionsMax: 4 });
  [kituo, other] = await Promise.all([
    startGateway({ databaseUrl: fresh.url }),
    startGateway({ databaseUrl: fresh.url }),
  ]);
});
afterAll(async () => {
  await Promise.all([kituo.stop(), other.stop()]);
  await db.$disconnect();
  await fresh.drop();
});

const stationRow = (identity: string) => db.station.findUniqueOrThrow({ where: { identity } });
const connectionsOf = (identity: string) =>
  db.connection.findMany({ where: { station: { identity } }, orderBy: { epoch: "asc" } });

describe("a station that dials again while its old connection seems open", () => {
  test("is served on the new one at once, and the end of the old one changes nothing", async () => {
    await kituo.addStation("TWICE");
    const first = await dial(kituo.ocppUrl, "TWICE", "1.6");
    const second = await dial(kituo.ocppUrl, "TWICE", "1.6");
    expect(await first.closed).toEqual({ code: 1008, reason: "Superseded" });
    expect(await second.ask("Heartbeat", {}, "h")).toMatchObject([3, "h", {}]);
    const { gatewayId, connectionEpoch, disconnectedAt } = await stationRow("TWICE");
    expect([gatewayId, connectionEpoch, disconnectedAt]).toEqual([expect.any(String), 2, null]);
    expect(await connectionsOf("TWICE")).toMatchObject([
      { epoch: 1, closeReason: "Superseded" },
      { epoch: 2, closedAt: null },
    ]);
    await vi.waitFor(async () =>
      expect(await metric(kituo.liveUrl, "kituo_closes_total", { reason: "Superseded" })).toBe(1),
    );
    const command = { type: "Raw", action: "ClearCache", payload: {} } as const;
    await requestCommand(kituo.ctx, { identity: "TWICE", command });
    expect(await second.next()).toMatchObject([2, expect.any(String), "ClearCache", {}]);
    await second.leave();
    await vi.waitFor(async () =>
      expect(await stationRow("TWICE")).toMatchObject({ gatewayId: null, disconnectReason: "ClosedByStation:1000" }),
    );
  });

  test("gets there the answer to a call that was being handled when the old one broke", async () => {
    await kituo.addStation("REPEATS");
    const start: WireFrame = [
      2,
      "s-1",
      "StartTransaction",
      { connectorId: 1, idTag: "X", timestamp: new Date().toISOString(), meterStart: 0 },
    ];
    const first = await dial(kituo.ocppUrl, "REPEATS", "1.6");
    const held = await holdUp(db, "charging_session");
    first.say(start);
    await held.untilMet();
    first.ws.terminate();
    const second = await dial(kituo.ocppUrl, "REPEATS", "1.6");
    second.say(start);
    await held.release();
    expect(await second.next()).toMatchObject([3, "s-1", { transactionId: expect.any(Number) }]);
    expect(await db.chargingSession.count({ where: { station: { identity: "REPEATS" } } })).toBe(1);
    await second.leave();
  });

  test("is read no more on the old one, even where that goes on talking", async () => {
    await kituo.addStation("TALKS-ON");
    const first = await dial(kituo.ocppUrl, "TALKS-ON", "1.6");
    first.ws.pause();
    const second = await dial(kituo.ocppUrl, "TALKS-ON", "1.6");
    await second.ask("Heartbeat", {});
    first.say([2, "old", "StatusNotification", SAID["1.6"].status(1, "Charging")]);
    await second.ask("StatusNotification", SAID["1.6"].status(2, "Available"));
    first.ws.resume();
    expect((await first.closed).reason).toBe("Superseded");
    expect(await db.connector.findMany({ where: { station: { identity: "TALKS-ON" } } })).toMatchObject([{ evse: 2 }]);
    await second.leave();
  });
});

describe("a connection that has gone silent", () => {
  test("is found within 45 seconds, after more than one ping went unanswered", () => {
    const sweepMs = 1_000;
    expect(LIVENESS.silenceMsMax + sweepMs).toBeLessThan(45_000);
    expect(2 * LIVENESS.pingEveryMs + sweepMs).toBeLessThan(LIVENESS.silenceMsMax);
  });

  test("is given up, while one that answers pings or says anything is kept", async () => {
    const impatient = await startGateway({ liveness: { pingEveryMs: 200, silenceMsMax: 2_000 } });
    for (const identity of ["SILENT", "PONGS", "TALKS"]) await impatient.addStation(identity);
    const silent = createStation({ identity: "SILENT", url: impatient.ocppUrl, version: "1.6" });
    const pongs = await dial(impatient.ocppUrl, "PONGS", "1.6");
    const talks = await dial(impatient.ocppUrl, "TALKS", "1.6");
    talks.ws.pong = () => undefined;
    const talking = setInterval(() => talks.say([2, randomUUID(), "Heartbeat", {}]), 100);
    await silent.connect();
    silent.cutNetwork({ silent: true });
    await vi.waitFor(async () => {
      const row = await impatient.db.station.findUniqueOrThrow({ where: { identity: "SILENT" } });
      expect(row).toMatchObject({ gatewayId: null, disconnectReason: "Silent" });
    }, 10_000);
    expect(
      await impatient.db.station.count({ where: { identity: { in: ["PONGS", "TALKS"] }, gatewayId: { not: null } } }),
    ).toBe(2);
    expect([pongs.ws.readyState, talks.ws.readyState]).toEqual([pongs.ws.OPEN, talks.ws.OPEN]);
    clearInterval(talking);
    await silent.close();
    for (const { ws } of [pongs, talks]) ws.terminate();
    await impatient.stop();
  });
});

describe("two gateways over one database", () => {
  test("hand a station over: the one that lost it closes its socket, and what its old connection ends changes nothing", async () => {
    await kituo.addStation("MOVES");
    const before = await dial(kituo.ocppUrl, "MOVES", "1.6");
    const { id, gatewayId: oldGateway } = await stationRow("MOVES");
    const after = await dial(other.ocppUrl, "MOVES", "1.6");
    expect(await before.closed).toEqual({ code: 1008, reason: "Superseded" });
    const held = await stationRow("MOVES");
    expect(held.connectionEpoch).toBe(2);
    expect(held.gatewayId).not.toBe(oldGateway);
    await closeConnection(
      { ...kituo.ctx, db },
      {
        stationId: id,
        identity: "MOVES",
        gatewayId: oldGateway ?? "",
        epoch: 1,
        code: 1006,
        reason: "ConnectionCut",
        pings: null,
      },
    );
    expect(await stationRow("MOVES")).toEqual(held);
    expect(await connectionsOf("MOVES")).toMatchObject([
      { epoch: 1, closeReason: "Superseded" },
      { epoch: 2, closedAt: null },
    ]);
    expect(await after.ask("Heartbeat", {}, "h")).toMatchObject([3, "h", {}]);
    await after.leave();
  });

  test("let go of a station they lost without being told", async () => {
    await kituo.addStation("LOST");
    const station = await dial(kituo.ocppUrl, "LOST", "1.6");
    const { gatewayId } = await stationRow("LOST");
    const elsewhere = await db.gateway.findFirstOrThrow({ where: { id: { not: gatewayId ?? "" } } });
    await db.station.update({
      where: { identity: "LOST" },
      data: { gatewayId: elsewhere.id, connectionEpoch: { increment: 1 } },
    });
    expect(await station.closed).toEqual({ code: 1012, reason: "HoldLost" });
    expect(await stationRow("LOST")).toMatchObject({ gatewayId: elsewhere.id });
  });

  test("close what a dead one left open, and nothing of a living one", async () => {
    const at = new Date();
    const beats = { dead: at.getTime() - 11_000, living: at.getTime() + 60_000 };
    for (const [gatewayId, beat] of Object.entries(beats)) {
      await db.gateway.create({ data: { id: gatewayId, startedAt: at, beatAt: new Date(beat) } });
      const stationId = await kituo.addStation(`HELD-BY-${gatewayId}`);
      await db.station.update({ where: { id: stationId }, data: { gatewayId, connectionEpoch: 4, connectedAt: at } });
      await db.connection.create({ data: { stationId, epoch: 4, gatewayId, ocppVersion: "ocpp1.6", openedAt: at } });
    }
    await vi.waitFor(
      async () =>
        expect(await stationRow("HELD-BY-dead")).toMatchObject({ gatewayId: null, disconnectReason: "GatewayLost" }),
      8_000,
    );
    expect(await connectionsOf("HELD-BY-dead")).toMatchObject([
      { closeReason: "GatewayLost", closedAt: expect.any(Date) },
    ]);
    expect(await stationRow("HELD-BY-living")).toMatchObject({ gatewayId: "living" });
    const told = await db.outboxEntry.findMany({
      where: { event: { path: ["identity"], string_starts_with: "HELD-BY" } },
    });
    expect(told.map(({ event }) => event)).toEqual([
      expect.objectContaining({
        type: "StationDisconnected",
        identity: "HELD-BY-dead",
        epoch: 4,
        reason: "GatewayLost",
      }),
    ]);
    await db.station.update({ where: { identity: "HELD-BY-living" }, data: { gatewayId: null } });
  });

  test("stop without leaving anything unsaid, and the next one serves the station without a new boot", async () => {
    const leaving = await startGateway({ databaseUrl: fresh.url });
    await leaving.addStation("STAYS");
    const station = await dialAndBoot(leaving.ocppUrl, "STAYS", "2.0.1");
    const { gatewayId } = await stationRow("STAYS");
    const held = await holdUp(db, "charging_session");
    const said = {
      triggerReason: "CablePluggedIn",
      timestamp: new Date().toISOString(),
      transactionInfo: { transactionId: "T" },
    };
    station.say(
      [2, "t-0", "TransactionEvent", { ...said, eventType: "Started", seqNo: 0 }],
      [2, "t-1", "TransactionEvent", { ...said, eventType: "Updated", seqNo: 1 }],
    );
    await held.untilMet();
    const stopped = leaving.stop();
    await held.release();
    expect([await station.next(), await station.next()]).toEqual([
      [3, "t-0", {}],
      [3, "t-1", {}],
    ]);
    expect(await station.closed).toEqual({ code: 1001, reason: "ShuttingDown" });
    await stopped;
    expect(await stationRow("STAYS")).toMatchObject({ gatewayId: null, disconnectReason: "ShuttingDown" });
    expect(await connectionsOf("STAYS")).toMatchObject([{ closeCode: 1001, closeReason: "ShuttingDown" }]);
    expect((await db.gateway.findUniqueOrThrow({ where: { id: gatewayId ?? "" } })).stoppedAt).not.toBeNull();
    const again = await dial(kituo.ocppUrl, "STAYS", "2.0.1");
    expect(await again.ask("TransactionEvent", { ...said, eventType: "Ended", seqNo: 2 }, "t-2")).toEqual([
      3,
      "t-2",
      {},
    ]);
    await again.leave();
  });
});

test("a station whose boot was rejected is given no command until one is accepted", async () => {
  await kituo.addStation("NOT-SPOKEN-TO");
  await updateStation(kituo.ctx, "NOT-SPOKEN-TO", { registrationStatus: "Rejected" });
  const station = await dialAndBoot(kituo.ocppUrl, "NOT-SPOKEN-TO", "1.6");
  const command = { type: "Raw", action: "ClearCache", payload: {} } as const;
  await requestCommand(kituo.ctx, { identity: "NOT-SPOKEN-TO", command });
  await updateStation(kituo.ctx, "NOT-SPOKEN-TO", { registrationStatus: "Accepted" });
  expect(await station.ask("BootNotification", SAID["1.6"].boot, "b")).toMatchObject([3, "b", { status: "Accepted" }]);
  expect(station.untaken()).toEqual([]);
  expect(await station.next()).toMatchObject([2, expect.any(String), "ClearCache", {}]);
  await station.leave();
});

test.each(VERSIONS)(
  "a station of %s that was never registered here and does not boot by itself is asked to, once for each connection",
  async (version) => {
    const identity = `MOVED-HERE-${version}`;
    const id = await kituo.addStation(identity);
    const station = await dial(kituo.ocppUrl, identity, version);
    await station.ask("Heartbeat", {});
    const { gatewayId } = await stationRow(identity);
    expect(await askForBoots(kituo.ctx, gatewayId ?? "")).toBe(0);
    await db.station.update({ where: { id }, data: { connectedAt: new Date(Date.now() - 20_000) } });
    const [type, asked, ...call] = await station.next();
    expect([type, ...call]).toEqual([2, "TriggerMessage", { requestedMessage: "BootNotification" }]);
    expect(await askForBoots(kituo.ctx, gatewayId ?? "")).toBe(0);
    station.say([3, asked, { status: "Accepted" }]);
    await station.ask("BootNotification", SAID[version].boot);
    await vi.waitFor(async () => {
      expect(await db.command.findMany({ where: { stationId: id } })).toMatchObject([{ state: "Done" }]);
    }, 5_000);
    expect((await stationRow(identity)).registeredStatus).toBe("Accepted");
    await station.leave();
  },
);

test.each(VERSIONS)(
  "a station of %s whose boot is pending may be asked anything but to start or stop charging",
  async (version) => {
    const identity = `PENDING-${version}`;
    await kituo.addStation(identity);
    await updateStation(kituo.ctx, identity, { registrationStatus: "Pending" });
    const station = await dialAndBoot(kituo.ocppUrl, identity, version);
    const [action, payload] =
      version === "1.6"
        ? (["RemoteStartTransaction", { idTag: "RAW", connectorId: 1 }] as const)
        : ([
            "RequestStartTransaction",
            { evseId: 1, remoteStartId: 1, idToken: { idToken: "RAW", type: "Central" } },
          ] as const);
    for (const command of [
      { type: "RemoteStart", evse: 1, tokenUid: "NEUTRAL" },
      { type: "Raw", action, payload },
      { type: "Raw", action: "ClearCache", payload: {} },
    ] as const) {
      await requestCommand(kituo.ctx, { identity, command });
    }
    const [, id, sent] = await station.next();
    expect(sent).toBe("ClearCache");
    station.say([3, id, { status: "Accepted" }]);
    await updateStation(kituo.ctx, identity, { registrationStatus: "Accepted" });
    expect(await station.ask("BootNotification", SAID[version].boot)).toMatchObject([
      3,
      expect.any(String),
      { status: "Accepted" },
    ]);
    for (const uid of ["NEUTRAL", "RAW"]) {
      const [, started, name, said] = await station.next();
      expect([name, JSON.stringify(said)]).toEqual([action, expect.stringContaining(uid)]);
      station.say([3, started, { status: "Rejected" }]);
    }
    await station.leave();
  },
);

describe.each(VERSIONS)("the registration of a station that speaks %s", (version) => {
  const status = SAID[version].status(1, "Available");

  test("begins with its first boot", async () => {
    const identity = `FIRST-${version}`;
    await kituo.addStation(identity);
    const station = await dial(kituo.ocppUrl, identity, version);
    const early = await station.ask("StatusNotification", status, "s");
    if (version === "1.6") expect(early).toEqual([3, "s", {}]);
    else expect(early).toEqual([4, "s", "SecurityError", "the station is not registered", {}]);
    await station.ask("BootNotification", SAID[version].boot);
    expect(await station.ask("StatusNotification", status, "s")).toEqual([3, "s", {}]);
    await station.leave();
  });

  test.each(["Pending", "Rejected"] as const)(
    "may be %s: nothing but another boot is served until it is accepted",
    async (registrationStatus) => {
      const identity = `${registrationStatus}-${version}`;
      await kituo.addStation(identity);
      await updateStation(kituo.ctx, identity, { registrationStatus });
      const station = await dial(kituo.ocppUrl, identity, version);
      expect(await station.ask("BootNotification", SAID[version].boot, "b")).toMatchObject([
        3,
        "b",
        { status: registrationStatus, interval: 60 },
      ]);
      const call: WireFrame = [2, "d", "DataTransfer", { vendorId: "v" }];
      station.say(call, [2, "x", "NoSuchAction", {}]);
      expect([(await station.next())[2], (await station.next())[2]]).toEqual(["SecurityError", "SecurityError"]);
      await updateStation(kituo.ctx, identity, { registrationStatus: "Accepted" });
      expect(await station.ask("BootNotification", SAID[version].boot, "b")).toMatchObject([
        3,
        "b",
        { status: "Accepted", interval: 300 },
      ]);
      station.say(call);
      expect(await station.next()).toEqual([3, "d", { status: "UnknownVendorId" }]);
      await station.leave();
    },
  );
});
