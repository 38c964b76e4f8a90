import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { CommandState } from "@/lib/domain/station-command";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { startGateway, type TestGateway } from "../support/gateway";
import { aQuirkyStation, booksOf } from "./support/quirks";
import { dialAndBoot, type RawStation, SAID, type WireFrame } from "./support/raw-station";
import { meter16, minutesAgo, start16, stop16 } from "./support/session-frames";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ callTimeoutMs: 2_000 });
});
afterAll(() => kituo.stop());

type Asked = Parameters<typeof requestCommand>[1]["command"];
const ask = ({ identity }: RawStation, command: Asked) => requestCommand(kituo.ctx, { identity, command });
const becomes = ({ id }: { readonly id: string }, state: CommandState) =>
  vi.waitFor(async () => {
    const command = await readCommand(kituo.ctx, id);
    expect(command.state).toBe(state);
    return command;
  }, 5_000);
const nextCall = (station: RawStation): Promise<WireFrame> => station.next(([type]) => type === 2);

/** Gives the next call of ours this answer; returns what was called. */
async function answer(station: RawStation, payload: object): Promise<readonly unknown[]> {
  const [, id, ...call] = await nextCall(station);
  station.say([3, id, payload]);
  return call;
}

const LIMIT = {
  type: "SetChargingProfile",
  evse: 1,
  profile: {
    id: 5,
    stackLevel: 0,
    purpose: "TxDefaultProfile",
    kind: "Relative",
    schedule: { unit: "A", periods: [{ startSeconds: 0, limit: 0 }] },
  },
} as const satisfies Asked;
const LIMIT_FRAME = [
  "SetChargingProfile",
  {
    connectorId: 1,
    csChargingProfiles: {
      chargingProfileId: 5,
      stackLevel: 0,
      chargingProfilePurpose: "TxDefaultProfile",
      chargingProfileKind: "Relative",
      chargingSchedule: { chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit: 0 }] },
    },
  },
];

test("B3 a station that cannot be told to look after its line says so, and goes on", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, { type: "ChangeSetting", key: "WebSocketPingInterval", value: "30" });
  const call = await answer(station, { status: "NotSupported" });
  expect(call).toEqual(["ChangeConfiguration", { key: "WebSocketPingInterval", value: "30" }]);
  expect(await becomes(command, "NotSupported")).toMatchObject({ answerStatus: "NotSupported" });
  expect((await station.ask("Heartbeat", {}))[0]).toBe(3);
  await station.leave();
});

test("B5 a station that hangs up at a call it cannot hold is not sent it again when it is back", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, LIMIT);
  await nextCall(station);
  station.ws.terminate();
  expect(await becomes(command, "NoAnswer")).toMatchObject({ errorCode: "ConnectionLost" });
  const back = await dialAndBoot(kituo.ocppUrl, station.identity, "1.6");
  const next = await ask(back, { type: "Unlock", evse: 1, connector: 1 });
  expect((await answer(back, { status: "Unlocked" }))[0]).toBe("UnlockConnector");
  await becomes(next, "Done");
  expect(back.untaken().filter(([type]) => type === 2)).toEqual([]);
  await back.leave();
});

test("F1 kWh that are called Wh are kept as told, and what is billed is what the register says at the end", async () => {
  const station = await aQuirkyStation(kituo);
  const { transactionId } = await start16(station, { meterStart: 1_000 });
  await meter16(station, { transactionId }, 1.2, minutesAgo(30));
  await stop16(station, transactionId, 1_500);
  const books = booksOf(kituo, station);
  expect(await books.sessions()).toMatchObject([{ id: transactionId, phase: "Ended", energyWh: 500 }]);
  expect(await books.meters()).toMatchObject([{ sessionId: transactionId, energyWh: 1.2 }]);
  await station.leave();
});

test("F7 a list of measurands that is refused as a whole changes nothing in the books", async () => {
  const station = await aQuirkyStation(kituo);
  const { id: stationId } = await booksOf(kituo, station).station();
  const key = "MeterValuesSampledData";
  await ask(station, { type: "GetSettings", keys: [key] });
  await answer(station, { configurationKey: [{ key, readonly: false, value: "Energy.Active.Import.Register" }] });
  const value = "Energy.Active.Import.Register,SoC";
  const command = await ask(station, { type: "ChangeSetting", key, value });
  await answer(station, { status: "Rejected" });
  expect(await becomes(command, "Rejected")).toMatchObject({ answerStatus: "Rejected" });
  expect(await kituo.db.stationSetting.findMany({ where: { stationId } })).toMatchObject([
    { key, value: "Energy.Active.Import.Register", needsRestart: false },
  ]);
  await station.leave();
});

test("G5 a station that stays out of service after a failed update is put back by hand", async () => {
  const station = await aQuirkyStation(kituo);
  await station.ask("FirmwareStatusNotification", { status: "InstallationFailed" });
  await station.ask("StatusNotification", SAID["1.6"].status(1, "Unavailable"));
  const books = booksOf(kituo, station);
  const { id: stationId } = await books.station();
  expect(await books.connectors()).toMatchObject([{ evse: 1, status: "Unavailable" }]);
  const reports = await kituo.db.stationReport.findMany({ where: { stationId } });
  expect(reports).toMatchObject([{ kind: "Firmware", status: "InstallationFailed" }]);
  const command = await ask(station, { type: "ChangeAvailability", evse: 1, operational: "Operative" });
  const call = await answer(station, { status: "Accepted" });
  expect(call).toEqual(["ChangeAvailability", { connectorId: 1, type: "Operative" }]);
  await becomes(command, "WaitingForEffect");
  await station.ask("StatusNotification", SAID["1.6"].status(1, "Available"));
  await becomes(command, "Done");
  await station.leave();
});

test("H1, H2 a profile is sent with nothing in it that was not asked for; a refused one is kept as refused", async () => {
  const station = await aQuirkyStation(kituo);
  const { id: stationId } = await booksOf(kituo, station).station();
  const command = await ask(station, LIMIT);
  expect(await answer(station, { status: "Rejected" })).toEqual(LIMIT_FRAME);
  await becomes(command, "Rejected");
  expect(await kituo.db.stationProfile.findMany({ where: { stationId } })).toMatchObject([
    { profileId: 5, stackLevel: 0, state: "Refused", reason: "Rejected" },
  ]);
  await station.leave();
});

test("H8 an update of which only the end is told is done; a word said twice is kept twice", async () => {
  const station = await aQuirkyStation(kituo);
  const { id: stationId } = await booksOf(kituo, station).station();
  const location = "ftp://files.example/f.bin";
  const command = await ask(station, { type: "UpdateFirmware", location, retrieveAt: "2026-11-22T10:00:00.000Z" });
  const call = await answer(station, {});
  expect(call).toEqual(["UpdateFirmware", { location, retrieveDate: "2026-11-22T10:00:00.000Z" }]);
  await becomes(command, "WaitingForEffect");
  for (const status of ["Installed", "Installed"]) await station.ask("FirmwareStatusNotification", { status });
  await becomes(command, "Done");
  const told = await kituo.db.stationReport.findMany({ where: { stationId, kind: "Firmware" } });
  expect(told.map(({ status }) => status)).toEqual(["Installed", "Installed"]);
  await station.leave();
});
