import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { CommandView } from "@/lib/domain/command-view";
import type { CommandState } from "@/lib/domain/station-command";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { type ForeignClient, foreignClient } from "../e2e/support/foreign-client";
import { startGateway, type TestGateway } from "../support/gateway";

const PASSWORD = "a-long-enough-password";
const BOOT = {
  chargePointVendor: "Elsewhere",
  chargePointModel: "E-22",
  chargePointSerialNumber: "SN-7",
  firmwareVersion: "3.2.1",
};
const CSR = "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n";

let kituo: TestGateway;
let client: ForeignClient;
let identity: string;
let stations = 0;

beforeAll(async () => {
  kituo = await startGateway();
  await kituo.addToken("CARD-1");
  await kituo.addToken("CARD-BLOCKED", "Blocked");
});
afterAll(() => kituo.stop());

beforeEach(async () => {
  identity = `FOREIGN-${(stations += 1)}`;
  await kituo.addStation(identity, { password: PASSWORD });
  client = foreignClient({ endpoint: kituo.ocppUrl, identity, protocol: "ocpp1.6", password: PASSWORD });
});
afterEach(() => client.close());

async function boot(): Promise<void> {
  await client.connect();
  await client.call("BootNotification", BOOT);
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const whole = () =>
  kituo.db.station.findUniqueOrThrow({
    where: { identity },
    include: { connectors: { orderBy: { evse: "asc" } }, connections: true, deviations: true },
  });
const sessions = () => kituo.db.chargingSession.findMany({ where: { station: { identity } }, orderBy: { id: "asc" } });
const reports = () => kituo.db.stationReport.findMany({ where: { station: { identity } }, orderBy: { id: "asc" } });
const status = (connectorId: number, told: string) =>
  client.call("StatusNotification", { connectorId, errorCode: "NoError", status: told, timestamp: minutesAgo(0) });
const start = (connectorId: number, idTag: string) =>
  client.call("StartTransaction", { connectorId, idTag, meterStart: 1_000, timestamp: minutesAgo(30) }) as Promise<{
    readonly transactionId: number;
    readonly idTagInfo: object;
  }>;

describe("somebody else's strict client of 1.6", () => {
  test("signs in, boots, and is told the time", async () => {
    await client.connect();
    const answer = await client.call("BootNotification", BOOT);
    expect(answer).toEqual({ status: "Accepted", interval: 300, currentTime: expect.stringMatching(/\.\d{3}Z$/) });
    expect(await client.call("Heartbeat", {})).toEqual({ currentTime: expect.stringMatching(/\.\d{3}Z$/) });
    expect(await whole()).toMatchObject({
      vendor: "Elsewhere",
      model: "E-22",
      serialNumber: "SN-7",
      firmwareVersion: "3.2.1",
      registeredStatus: "Accepted",
      ocppVersion: "ocpp1.6",
      connections: [{ closedAt: null, securityProfile: 1 }],
      deviations: [],
    });
  });

  test("tells its statuses", async () => {
    await boot();
    expect(await status(0, "Available")).toEqual({});
    expect(await status(1, "Preparing")).toEqual({});
    const fault = { connectorId: 2, errorCode: "GroundFailure", status: "Faulted", info: "PE", vendorErrorCode: "F-3" };
    expect(await client.call("StatusNotification", fault)).toEqual({});
    expect((await whole()).connectors).toMatchObject([
      { evse: 0, connector: 0, status: "Available" },
      { evse: 1, status: "Occupied", occupancy: "Preparing", errorCode: null },
      { evse: 2, status: "Faulted", errorCode: "GroundFailure", info: "PE", vendorErrorCode: "F-3" },
    ]);
  });

  test("charges: authorised, started, metered and stopped, to the watt-hour", async () => {
    await boot();
    expect(await client.call("Authorize", { idTag: "CARD-1" })).toEqual({ idTagInfo: { status: "Accepted" } });
    expect(await client.call("Authorize", { idTag: "CARD-BLOCKED" })).toEqual({ idTagInfo: { status: "Blocked" } });
    expect(await client.call("Authorize", { idTag: "NOBODY" })).toEqual({ idTagInfo: { status: "Invalid" } });
    const { transactionId, idTagInfo } = await start(1, "CARD-1");
    expect(idTagInfo).toEqual({ status: "Accepted" });
    const meterValue = [
      {
        timestamp: minutesAgo(20),
        sampledValue: [
          { value: "2500", measurand: "Energy.Active.Import.Register", unit: "Wh", context: "Sample.Periodic" },
          { value: "7.4", measurand: "Power.Active.Import", unit: "kW" },
        ],
      },
    ];
    expect(await client.call("MeterValues", { connectorId: 1, transactionId, meterValue })).toEqual({});
    expect(await sessions()).toMatchObject([{ id: transactionId, phase: "Active", energyWh: 1_500, powerW: 7_400 }]);
    const stop = { transactionId, idTag: "CARD-1", meterStop: 4_700, timestamp: minutesAgo(10), reason: "Local" };
    expect(await client.call("StopTransaction", stop)).toEqual({ idTagInfo: { status: "Accepted" } });
    expect(await sessions()).toMatchObject([
      { id: transactionId, phase: "Ended", energyWh: 3_700, tokenUid: "CARD-1", endReason: "Local", anomalies: [] },
    ]);
    expect((await whole()).deviations).toEqual([]);
  });

  test("transfers data of a vendor nobody knows, in whole", async () => {
    await boot();
    const call = { vendorId: "org.elsewhere", messageId: "Ping", data: '{"a":1}' };
    expect(await client.call("DataTransfer", call)).toEqual({ status: "UnknownVendorId" });
    const { id } = await whole();
    const logged = await kituo.db.messageLog.findFirstOrThrow({ where: { stationId: id, action: "DataTransfer" } });
    expect(JSON.parse(logged.request ?? "")).toEqual(call);
  });

  test.each([
    ["FirmwareStatusNotification", { status: "Installing" }, { kind: "Firmware", status: "Installing" }],
    ["DiagnosticsStatusNotification", { status: "Uploading" }, { kind: "Diagnostics", status: "Uploading" }],
    ["LogStatusNotification", { status: "Uploaded", requestId: 4 }, { kind: "Log", status: "Uploaded", requestId: 4 }],
    [
      "SignedFirmwareStatusNotification",
      { status: "SignatureVerified", requestId: 5 },
      { kind: "Firmware", status: "SignatureVerified", requestId: 5 },
    ],
  ])("tells by %s how far it is", async (action, payload, kept) => {
    await boot();
    expect(await client.call(action, payload)).toEqual({});
    expect(await reports()).toMatchObject([kept]);
  });

  test("tells of security events, and asks for a certificate", async () => {
    await boot();
    const event = { type: "TamperDetectionActivated", timestamp: minutesAgo(1), techInfo: "lid" };
    expect(await client.call("SecurityEventNotification", event)).toEqual({});
    expect(await client.call("SignCertificate", { csr: CSR })).toEqual({ status: "Accepted" });
    expect(await client.call("SignCertificate", { csr: "no request" })).toEqual({ status: "Rejected" });
    const where = { station: { identity } };
    expect(await kituo.db.securityEvent.findMany({ where })).toMatchObject([{ event: "TamperDetectionActivated" }]);
    expect(await kituo.db.certificateRequest.findMany({ where })).toMatchObject([{ csr: CSR }]);
  });

  test("is refused what it may not send, and goes on", async () => {
    await boot();
    await expect(client.call("Reset", { type: "Hard" })).rejects.toMatchObject({ rpcErrorCode: "NotSupported" });
    expect(await client.call("Heartbeat", {})).toHaveProperty("currentTime");
  });
});

type Asked = Parameters<typeof requestCommand>[1]["command"];
const ask = (command: Asked) => requestCommand(kituo.ctx, { identity, command });
const becomes = ({ id }: { readonly id: string }, state: CommandState): Promise<CommandView> =>
  vi.waitFor(async () => {
    const command = await readCommand(kituo.ctx, id);
    expect(command.state).toBe(state);
    return command;
  }, 5_000);

/** Answers the action from now on; gives what it was asked. */
function answers(action: string, answer: object): readonly unknown[] {
  const asked: unknown[] = [];
  client.handle(action, ({ params }) => {
    asked.push(params);
    return answer;
  });
  return asked;
}

describe("somebody else's strict client of 1.6 is asked", () => {
  test("to start and to stop, and each is done with its session", async () => {
    const starts = answers("RemoteStartTransaction", { status: "Accepted" });
    const stops = answers("RemoteStopTransaction", { status: "Accepted" });
    await boot();
    await status(1, "Available");
    const started = await ask({ type: "RemoteStart", evse: 1, tokenUid: "CARD-1" });
    await becomes(started, "WaitingForEffect");
    expect(starts).toEqual([{ connectorId: 1, idTag: "CARD-1" }]);
    const { transactionId } = (await client.call("StartTransaction", {
      connectorId: 1,
      idTag: "CARD-1",
      meterStart: 0,
      timestamp: new Date().toISOString(),
    })) as { transactionId: number };
    await becomes(started, "Done");
    const stopped = await ask({ type: "RemoteStop", sessionId: transactionId });
    await becomes(stopped, "WaitingForEffect");
    expect(stops).toEqual([{ transactionId }]);
    const timestamp = new Date().toISOString();
    await client.call("StopTransaction", { transactionId, meterStop: 900, timestamp, reason: "Remote" });
    await becomes(stopped, "Done");
    expect(await sessions()).toMatchObject([{ id: transactionId, phase: "Ended", endReason: "Remote", energyWh: 900 }]);
  });

  test("to restart, which is done with its new boot", async () => {
    const resets = answers("Reset", { status: "Accepted" });
    await boot();
    const reset = await ask({ type: "Reset", when: "WhenIdle" });
    await becomes(reset, "WaitingForEffect");
    expect(resets).toEqual([{ type: "Soft" }]);
    await client.close();
    client = foreignClient({ endpoint: kituo.ocppUrl, identity, protocol: "ocpp1.6", password: PASSWORD });
    await boot();
    await becomes(reset, "Done");
  });

  test("to unlock, which is done with its answer", async () => {
    const unlocks = answers("UnlockConnector", { status: "Unlocked" });
    await boot();
    expect(await becomes(await ask({ type: "Unlock", evse: 2, connector: 1 }), "Done")).toMatchObject({
      answerStatus: "Unlocked",
    });
    expect(unlocks).toEqual([{ connectorId: 2 }]);
  });

  test("for a message, which is done when that comes", async () => {
    const triggers = answers("TriggerMessage", { status: "Accepted" });
    await boot();
    const trigger = await ask({ type: "TriggerMessage", message: "StatusNotification", evse: 1 });
    await becomes(trigger, "WaitingForEffect");
    expect(triggers).toEqual([{ requestedMessage: "StatusNotification", connectorId: 1 }]);
    await status(1, "Available");
    await becomes(trigger, "Done");
  });

  test("for its configuration, and to change it", async () => {
    const configurationKey = [{ key: "HeartbeatInterval", readonly: false, value: "60" }];
    const reads = answers("GetConfiguration", { configurationKey, unknownKey: ["Nothing"] });
    const changes = answers("ChangeConfiguration", { status: "Accepted" });
    await boot();
    const read = await becomes(await ask({ type: "GetSettings", keys: ["HeartbeatInterval", "Nothing"] }), "Done");
    expect(read.answer).toEqual({ configurationKey, unknownKey: ["Nothing"] });
    await becomes(await ask({ type: "ChangeSetting", key: "HeartbeatInterval", value: "60" }), "Done");
    expect(changes).toEqual([{ key: "HeartbeatInterval", value: "60" }]);
    expect(reads).toEqual([{ key: ["HeartbeatInterval", "Nothing"] }, { key: ["HeartbeatInterval"] }]);
  });

  test("what it cannot do, and the books say so", async () => {
    await boot();
    const unlock = await becomes(await ask({ type: "Unlock", evse: 1, connector: 1 }), "NotSupported");
    expect(unlock.answeredAt).not.toBeNull();
  });
});
