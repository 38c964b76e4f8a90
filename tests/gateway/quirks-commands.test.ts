import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { CommandView } from "@/lib/domain/command-view";
import type { CommandState } from "@/lib/domain/station-command";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { stopRefusedSessions } from "@/lib/services/sessions/stop-refused-sessions";
import { askForStatuses } from "@/lib/services/stations/ask-for-statuses";
import { startGateway, type TestGateway } from "../support/gateway";
import { aQuirkyStation, booksOf } from "./support/quirks";
import { type RawStation, SAID, type WireFrame } from "./support/raw-station";
import { start16 } from "./support/session-frames";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ callTimeoutMs: 700 });
  await kituo.addToken("CARD-1");
});
afterAll(() => kituo.stop());

type Asked = Parameters<typeof requestCommand>[1]["command"];
const ask = ({ identity }: RawStation, command: Asked) => requestCommand(kituo.ctx, { identity, command });
const becomes = ({ id }: { readonly id: string }, state: CommandState): Promise<CommandView> =>
  vi.waitFor(async () => {
    const command = await readCommand(kituo.ctx, id);
    expect(command.state).toBe(state);
    return command;
  }, 5_000);
const nextCall = (station: RawStation): Promise<WireFrame> => station.next(([type]) => type === 2);
const START: Asked = { type: "RemoteStart", evse: 1, tokenUid: "CARD-1" };
const UNLOCK: Asked = { type: "Unlock", evse: 1, connector: 1 };

test("C6 an answer under another id is kept as nobody's, and the command goes without", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, UNLOCK);
  const [, id] = await nextCall(station);
  station.say([3, `5${String(id)}`, { status: "Unlocked" }]);
  expect(await becomes(command, "NoAnswer")).toMatchObject({ errorCode: "Timeout", answerStatus: null });
  const { id: stationId } = await booksOf(kituo, station).station();
  await vi.waitFor(async () => {
    const log = await kituo.db.messageLog.findMany({ where: { stationId, result: "Unmatched" } });
    expect(log).toMatchObject([{ messageId: `5${String(id)}`, response: '{"status":"Unlocked"}' }]);
  });
  await station.leave();
});

test.each([
  ["NotSupported", "NotSupported"],
  ["NotImplemented", "NotSupported"],
  ["GenericError", "Failed"],
  ["InternalError", "Failed"],
] as const)("C9 the error %s where a status was expected makes the command %s", async (code, state) => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, UNLOCK);
  const [, id] = await nextCall(station);
  station.say([4, id, code, "line one\nline two", {}]);
  expect(await becomes(command, state)).toMatchObject({ errorCode: code });
  await station.leave();
});

test("C13, C10 what we say has times in UTC with milliseconds, and no nulls", async () => {
  const station = await aQuirkyStation(kituo);
  await kituo.db.token.create({
    data: { uid: "ENDS", uidKey: "ends", status: "Accepted", expiresAt: new Date("2099-01-01") },
  });
  const answers = [
    await station.ask("BootNotification", SAID["1.6"].boot),
    await station.ask("Heartbeat", {}),
    await station.ask("Authorize", { idTag: "ENDS" }),
    await station.ask("Authorize", { idTag: "NOBODY" }),
  ].map(([, , payload]) => JSON.stringify(payload));
  const times = answers.flatMap((text) => [...text.matchAll(/"(\d{4}-[^"]*)"/g)].map(([, time]) => time));
  expect(times).toHaveLength(3);
  for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(answers.join()).not.toContain("null");
  await station.leave();
});

test("C14 a refusal counts whatever else stands in it", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, {
    type: "Raw",
    action: "GetCompositeSchedule",
    payload: { connectorId: 1, duration: 60 },
  });
  const [, id] = await nextCall(station);
  station.say([3, id, { status: "Rejected", scheduleStart: "0", chargingSchedule: { chargingRateUnit: "" } }]);
  expect(await becomes(command, "Rejected")).toMatchObject({ answerStatus: "Rejected" });
  await station.leave();
});

test("E15 a remote start that was not answered is not sent again, and done once the session is there", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, START);
  await nextCall(station);
  await becomes(command, "NoAnswer");
  await start16(station, { idTag: "CARD-1", at: new Date().toISOString() });
  await becomes(command, "Done");
  expect(station.untaken()).toEqual([]);
  await station.leave();
});

test("E16, E17 a remote start names its connector, and a card that fits", async () => {
  const station = await aQuirkyStation(kituo);
  await ask(station, START);
  const [, , action, payload] = await nextCall(station);
  expect([action, payload]).toEqual(["RemoteStartTransaction", { idTag: "CARD-1", connectorId: 1 }]);
  await station.leave();
});

test("F8 readings are asked of their connector", async () => {
  const station = await aQuirkyStation(kituo);
  await ask(station, { type: "TriggerMessage", message: "MeterValues", evse: 1 });
  const [, , action, payload] = await nextCall(station);
  expect([action, payload]).toEqual(["TriggerMessage", { requestedMessage: "MeterValues", connectorId: 1 }]);
  await station.leave();
});

test("H3 a message is asked for whatever the station says it can, and it may refuse", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, { type: "TriggerMessage", message: "BootNotification" });
  const [, id] = await nextCall(station);
  station.say([3, id, { status: "NotImplemented" }]);
  expect(await becomes(command, "NotSupported")).toMatchObject({ answerStatus: "NotImplemented" });
  await station.leave();
});

test("H4 a restart that was accepted is not done before the station boots", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, { type: "Reset", when: "Now" });
  const [, id] = await nextCall(station);
  station.say([3, id, { status: "Accepted" }]);
  await becomes(command, "WaitingForEffect");
  await station.ask("Heartbeat", {});
  expect(await readCommand(kituo.ctx, command.id)).toMatchObject({ state: "WaitingForEffect", settledAt: null });
  await station.leave();
});

test("H5 an unlock that fails is not done", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, UNLOCK);
  const [, id] = await nextCall(station);
  station.say([3, id, { status: "UnlockFailed" }]);
  expect(await becomes(command, "Rejected")).toMatchObject({ answerStatus: "UnlockFailed" });
  await station.leave();
});

test("H6 a setting that was accepted is read back", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, { type: "ChangeSetting", key: "AuthorizeRemoteTxRequests", value: "true" });
  const [, id] = await nextCall(station);
  station.say([3, id, { status: "Accepted" }]);
  const [, readId, action, payload] = await nextCall(station);
  expect([action, payload]).toEqual(["GetConfiguration", { key: ["AuthorizeRemoteTxRequests"] }]);
  const key = { key: "AuthorizeRemoteTxRequests", readonly: false, value: "true" };
  station.say([3, readId, { configurationKey: [key] }]);
  await becomes(command, "Done");
  await station.leave();
});

test("H7 all settings are asked for without a list, and a huge answer is read", async () => {
  const station = await aQuirkyStation(kituo);
  const command = await ask(station, { type: "GetSettings" });
  const [, id, action, payload] = await nextCall(station);
  expect([action, payload]).toEqual(["GetConfiguration", {}]);
  const configurationKey = Array.from({ length: 2_000 }, (_, n) => ({
    key: `K${n}`,
    readonly: false,
    value: "v".repeat(99),
  }));
  station.say([3, id, { configurationKey }]);
  expect((await becomes(command, "Done")).answer).toEqual({ configurationKey });
  await station.leave();
});

test("H9 data of a vendor nobody knows is answered each time", async () => {
  const station = await aQuirkyStation(kituo);
  for (let time = 0; time < 5; time += 1) {
    const [type, , answer] = await station.ask("DataTransfer", { vendorId: "org.chatter", data: String(time) });
    expect([type, answer]).toEqual([3, { status: "UnknownVendorId" }]);
  }
  await station.leave();
});

test("E18 a charger that goes on with a refused card is told to stop, once", async () => {
  const station = await aQuirkyStation(kituo);
  const { transactionId, status } = await start16(station);
  expect(status).toBe("Invalid");
  const { id: stationId, gatewayId } = await kituo.db.station.findUniqueOrThrow({
    where: { identity: station.identity },
  });
  expect(await stopRefusedSessions(kituo.ctx, gatewayId ?? "")).toBe(0);
  const longAgo = new Date(Date.now() - 61_000);
  await kituo.db.chargingSession.update({ where: { id: transactionId }, data: { startReceivedAt: longAgo } });
  expect(await stopRefusedSessions(kituo.ctx, gatewayId ?? "")).toBe(1);
  const [, messageId, ...call] = await nextCall(station);
  expect(call).toEqual(["RemoteStopTransaction", { transactionId }]);
  station.say([3, messageId, { status: "Rejected" }]);
  expect(await stopRefusedSessions(kituo.ctx, gatewayId ?? "")).toBe(0);
  expect(await kituo.db.command.count({ where: { stationId } })).toBe(1);
  await station.leave();
});

test("G1 a charger that tells no status after it connected is asked for all of them, once for each connection", async () => {
  const station = await aQuirkyStation(kituo);
  const where = { identity: station.identity };
  const { gatewayId } = await kituo.db.station.findUniqueOrThrow({ where });
  expect(await askForStatuses(kituo.ctx, gatewayId ?? "")).toBe(0);
  await kituo.db.station.update({ where, data: { connectedAt: new Date(Date.now() - 61_000) } });
  expect(await askForStatuses(kituo.ctx, gatewayId ?? "")).toBe(1);
  const [, messageId, ...call] = await nextCall(station);
  expect(call).toEqual(["TriggerMessage", { requestedMessage: "StatusNotification" }]);
  station.say([3, messageId, { status: "Accepted" }]);
  await station.ask("StatusNotification", SAID["1.6"].status(1, "Charging"));
  expect(await askForStatuses(kituo.ctx, gatewayId ?? "")).toBe(0);
  await vi.waitFor(async () => {
    expect(await kituo.db.command.findMany({ where: { station: where } })).toMatchObject([{ state: "Done" }]);
  }, 5_000);
  await station.leave();
});
