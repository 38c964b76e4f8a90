import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { CommandView } from "@/lib/domain/command-view";
import { isSettled } from "@/lib/domain/station-command";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { createAcknowledgedLedger } from "../simulator/acknowledged";
import { createStation, type Station } from "../simulator/station";
import { startGateway, type TestGateway } from "../support/gateway";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
  await kituo.addToken("CARD-1");
  await kituo.addToken("CARD-2");
});
afterAll(() => kituo.stop());

for (const version of ["1.6", "2.0.1"] as const) {
  describe(`a station that speaks ${version}`, () => {
    const identity = `LINE-${version}`;
    const token = version === "1.6" ? "CARD-1" : "CARD-2";
    const acknowledged = createAcknowledgedLedger();
    let station: Station;

    beforeAll(async () => {
      await kituo.addStation(identity, { password: "secret-password-16" });
      station = createStation({
        identity,
        url: kituo.ocppUrl,
        version,
        password: "secret-password-16",
        connectors: 2,
        meterIntervalMs: 200,
        speed: 60,
        acknowledged,
      });
      await station.connect();
    });
    afterAll(() => station.close());
    const connectorOne = () => kituo.db.connector.findFirst({ where: { station: { identity }, evse: 1 } });

    test("is in the books with what it said of itself", async () => {
      const row = await kituo.db.station.findUniqueOrThrow({ where: { identity }, include: { connectors: true } });
      expect(row).toMatchObject({ ocppVersion: `ocpp${version}`, registeredStatus: "Accepted", connectionEpoch: 1 });
      expect(row.gatewayId).not.toBeNull();
      expect(row.bootedAt).not.toBeNull();
      await vi.waitFor(async () => {
        const connectors = await kituo.db.connector.findMany({ where: { stationId: row.id, evse: { gt: 0 } } });
        expect(connectors.map((connector) => connector.status)).toEqual(["Available", "Available"]);
      });
    });

    test("charges from a local start to a local stop, and the energy is what the meter delivered", async () => {
      const meterAtStart = station.meterWh(1);
      await station.plugIn(1);
      await station.startCharging(1, token);
      await vi.waitFor(async () => {
        const session = await kituo.db.chargingSession.findFirstOrThrow({ where: { station: { identity } } });
        expect(session.energyWh ?? 0).toBeGreaterThan(0);
        expect(session.powerW ?? 0).toBeGreaterThan(0);
      }, 5_000);
      await vi.waitFor(
        async () => expect(await connectorOne()).toMatchObject({ status: "Occupied", occupancy: "Charging" }),
        5_000,
      );
      await station.stopCharging(1);
      await station.unplug(1);
      await station.drained();
      await vi.waitFor(
        async () => expect(await connectorOne()).toMatchObject({ status: "Available", occupancy: null }),
        5_000,
      );
      const session = await kituo.db.chargingSession.findFirstOrThrow({ where: { station: { identity } } });
      expect(session).toMatchObject({ phase: "Ended", tokenUid: token, anomalies: [], authorization: "Accepted" });
      expect(session.energyWh).toBeCloseTo(station.meterWh(1) - meterAtStart, -1);
      expect(await kituo.db.meterValue.count({ where: { sessionId: session.id } })).toBeGreaterThan(0);
    });

    test("obeys a remote start and a remote stop, each proven by its effect", async () => {
      const start = await requestCommand(kituo.ctx, {
        identity,
        command: { type: "RemoteStart", evse: 2, tokenUid: token },
      });
      const started = await settled(start.id);
      expect(started).toMatchObject({ state: "Done", answerStatus: "Accepted" });
      expect(started.sessionId).not.toBeNull();
      const stop = await requestCommand(kituo.ctx, {
        identity,
        command: { type: "RemoteStop", sessionId: started.sessionId ?? 0 },
      });
      expect(await settled(stop.id)).toMatchObject({ state: "Done", sessionId: started.sessionId });
    });

    test("is restarted, and the restart is proven by a new connection and a new boot", async () => {
      const reset = await requestCommand(kituo.ctx, { identity, command: { type: "Reset", when: "Now" } });
      expect(await settled(reset.id)).toMatchObject({ state: "Done" });
      const row = await kituo.db.station.findUniqueOrThrow({ where: { identity } });
      expect(row.connectionEpoch).toBe(2);
    });

    test("was never told anything that the official schemas forbid", () => {
      expect(station.violations).toEqual([]);
    });

    test("has every call in the message log, joined with its answer", async () => {
      const row = await kituo.db.station.findUniqueOrThrow({ where: { identity } });
      const log = await kituo.db.messageLog.findMany({ where: { stationId: row.id } });
      const inbound = log.filter((entry) => entry.direction === "In");
      expect(inbound.filter((entry) => entry.result === "Ok").length).toBeGreaterThanOrEqual(
        acknowledged.entries.length,
      );
      expect(log.every((entry) => entry.request !== null && entry.response !== null)).toBe(true);
    });
  });
}

async function settled(id: string): Promise<CommandView> {
  return vi.waitFor(async () => {
    const command = await readCommand(kituo.ctx, id);
    expect(isSettled(command.state)).toBe(true);
    return command;
  }, 20_000);
}
