import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { StationVersion } from "../../simulator/acknowledged";
import { createStation, type Station } from "../../simulator/station";
import { createFakeCsms, type FakeCsms } from "./fake-csms";

const VERSIONS: readonly StationVersion[] = ["1.6", "2.0.1"];

let csms: FakeCsms;
let station: Station;

const until = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 3_000, interval: 5 });

describe.each(VERSIONS)("a %s station", (version) => {
  const is16 = version === "1.6";

  beforeEach(async () => {
    csms = await createFakeCsms();
    station = createStation({ identity: "KTO-1", url: csms.url, version, connectors: 2, meterIntervalMs: 0 });
    await station.connect();
  });
  afterEach(async () => {
    await station.close();
    await csms.close();
  });

  const ask = async (action: string, payload: object): Promise<Record<string, unknown>> => {
    const outcome = await csms.command(action, payload);
    if ("error" in outcome) throw new Error(outcome.error);
    return outcome.answer;
  };
  const statusesOf = (connector: number) =>
    csms
      .of("StatusNotification")
      .filter(({ payload }) => (payload["evseId"] ?? payload["connectorId"]) === connector)
      .map(({ payload }) => payload["connectorStatus"] ?? payload["status"]);

  test("keeps a list of cards by its version", async () => {
    const versionNow = async () => {
      const answer = await ask("GetLocalListVersion", {});
      return answer["listVersion"] ?? answer["versionNumber"];
    };
    const send = async (versionNumber: number, updateType: string, uids: readonly string[]) => {
      const list = uids.map((uid) =>
        is16
          ? { idTag: uid, idTagInfo: { status: "Accepted" } }
          : { idToken: { idToken: uid, type: "Central" }, idTokenInfo: { status: "Accepted" } },
      );
      const number = is16 ? { listVersion: versionNumber } : { versionNumber };
      return (await ask("SendLocalList", { ...number, updateType, localAuthorizationList: list }))["status"];
    };
    expect(await versionNow()).toBe(0);
    expect(await send(3, "Full", ["A", "B"])).toBe("Accepted");
    expect(await send(3, "Differential", ["C"])).toBe("VersionMismatch");
    expect(await send(4, "Differential", ["C"])).toBe("Accepted");
    expect(await versionNow()).toBe(4);
  });

  test("keeps a connector free for a card, and tells with the start that it was", async () => {
    const until10 = new Date(Date.now() + 600_000).toISOString();
    const reserve = (id: number, place: number) =>
      is16
        ? ask("ReserveNow", { connectorId: place, expiryDate: until10, idTag: "A", reservationId: id })
        : ask("ReserveNow", {
            id,
            evseId: place,
            expiryDateTime: until10,
            idToken: { idToken: "A", type: "Central" },
          });
    expect(await reserve(7, 1)).toMatchObject({ status: "Accepted" });
    expect(await reserve(8, 1)).toMatchObject({ status: "Occupied" });
    expect(await reserve(9, 2)).toMatchObject({ status: "Accepted" });
    await until(() => expect(statusesOf(1).at(-1)).toBe("Reserved"));
    expect(await ask("CancelReservation", { reservationId: 9 })).toMatchObject({ status: "Accepted" });
    expect(await ask("CancelReservation", { reservationId: 9 })).toMatchObject({ status: "Rejected" });
    await until(() => expect(statusesOf(2).at(-1)).toBe("Available"));
    await station.plugIn(1);
    await expect(station.startCharging(1, "B")).rejects.toThrow("Reserved");
    await station.startCharging(1, "A");
    const [start] = is16 ? csms.of("StartTransaction") : csms.of("TransactionEvent");
    expect(start?.payload).toMatchObject({ reservationId: 7 });
  });

  test("tells the limit that leads, until it is cleared", async () => {
    const schedule = { chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }] };
    const common = { stackLevel: 1, chargingProfilePurpose: "TxDefaultProfile", chargingProfileKind: "Relative" };
    const set = is16
      ? { connectorId: 1, csChargingProfiles: { ...common, chargingProfileId: 5, chargingSchedule: schedule } }
      : { evseId: 1, chargingProfile: { ...common, id: 5, chargingSchedule: [{ ...schedule, id: 5 }] } };
    const limitNow = async () => {
      const place = is16 ? { connectorId: 1 } : { evseId: 1 };
      const answer = await ask("GetCompositeSchedule", { ...place, duration: 600 });
      return JSON.stringify(answer["chargingSchedule"] ?? answer["schedule"]);
    };
    expect(await limitNow()).toContain('"limit":32');
    expect(await ask("SetChargingProfile", set)).toMatchObject({ status: "Accepted" });
    expect(await limitNow()).toContain('"limit":10');
    const clear = is16 ? { id: 5 } : { chargingProfileId: 5 };
    expect(await ask("ClearChargingProfile", clear)).toMatchObject({ status: "Accepted" });
    expect(await ask("ClearChargingProfile", clear)).toMatchObject({ status: "Unknown" });
    expect(await limitNow()).toContain('"limit":32');
  });

  test("uploads its log where it is told to, and tells each step", async () => {
    const received: { readonly url: string; readonly text: string }[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        received.push({ url: request.url ?? "", text });
        response.writeHead(request.url?.startsWith("/no") ? 404 : 201).end();
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const log = (place: string, requestId: number) => ({
      logType: "SecurityLog",
      requestId,
      log: { remoteLocation: `${base}${place}` },
    });
    expect(await ask("GetLog", log("/box", 1))).toMatchObject({ status: "Accepted", filename: "SecurityLog.log" });
    const told = () => csms.of("LogStatusNotification").map(({ payload }) => [payload["requestId"], payload["status"]]);
    await until(() =>
      expect(told()).toEqual([
        [1, "Uploading"],
        [1, "Uploaded"],
      ]),
    );
    expect(received).toEqual([{ url: "/box/SecurityLog.log", text: expect.stringContaining("GetLog") }]);
    await ask("GetLog", log("/no", 2));
    await until(() => expect(told().at(-1)).toEqual([2, "UploadFailure"]));
    server.close();
  });
});
