import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { summarizeMessage } from "@/lib/domain/message-summary";

const said = (action: string | null, request: unknown, response: unknown = {}, result = "Ok"): string =>
  summarizeMessage({
    action,
    result,
    request: request === null ? null : JSON.stringify(request),
    response: response === null ? null : JSON.stringify(response),
  });

const energy = { value: "1500", unit: "Wh" };
const power = { value: "7200", measurand: "Power.Active.Import", unit: "W" };
const oneVariable = { component: { name: "ClockCtrlr" }, variable: { name: "TimeZone" } };

describe("what a 1.6 message says on one line", () => {
  test.each([
    ["StatusNotification", { connectorId: 1, status: "Charging", errorCode: "NoError" }, {}, "status c1 Charging"],
    [
      "StatusNotification",
      { connectorId: 2, status: "Faulted", errorCode: "GroundFailure", vendorErrorCode: "E17" },
      {},
      "status c2 Faulted GroundFailure E17",
    ],
    [
      "StatusNotification",
      { connectorId: 0, status: "Available", errorCode: "NoError" },
      {},
      "status station Available",
    ],
    [
      "BootNotification",
      { chargePointVendor: "ACME", chargePointModel: "Wall22", firmwareVersion: "2.3.9" },
      { status: "Accepted", interval: 300, currentTime: "2026-11-22T10:00:00Z" },
      "ACME Wall22 fw 2.3.9 → Accepted every 300 s",
    ],
    ["Heartbeat", {}, { currentTime: "2026-11-22T10:00:00Z" }, ""],
    ["Authorize", { idTag: "04AB" }, { idTagInfo: { status: "Blocked" } }, "04AB → Blocked"],
    [
      "StartTransaction",
      { connectorId: 1, idTag: "04AB", meterStart: 1000, timestamp: "x" },
      { transactionId: 88121, idTagInfo: { status: "Accepted" } },
      "c1 04AB from 1000 Wh → tx 88121 Accepted",
    ],
    [
      "StopTransaction",
      { transactionId: 88121, meterStop: 2000, reason: "Local", timestamp: "x" },
      {},
      "tx 88121 at 2000 Wh Local",
    ],
    [
      "MeterValues",
      { connectorId: 1, transactionId: 7, meterValue: [{ timestamp: "x", sampledValue: [energy, power] }] },
      {},
      "c1 tx 7 7200 W, 1500 Wh",
    ],
    [
      "MeterValues",
      { connectorId: 1, meterValue: [{ sampledValue: [{ value: "16", measurand: "Current.Import", phase: "L1" }] }] },
      {},
      "c1 1 values",
    ],
    [
      "DataTransfer",
      { vendorId: "com.acme", messageId: "ping" },
      { status: "UnknownVendorId" },
      "com.acme ping → UnknownVendorId",
    ],
    ["FirmwareStatusNotification", { status: "Downloading" }, {}, "Downloading"],
    ["SignedFirmwareStatusNotification", { status: "Installed", requestId: 4 }, {}, "Installed #4"],
    ["DiagnosticsStatusNotification", { status: "Uploaded" }, {}, "Uploaded"],
    [
      "SecurityEventNotification",
      { type: "TamperDetectionActivated", techInfo: "lid" },
      {},
      "TamperDetectionActivated lid",
    ],
    ["RemoteStartTransaction", { connectorId: 1, idTag: "04AB" }, { status: "Accepted" }, "c1 04AB → Accepted"],
    ["RemoteStopTransaction", { transactionId: 7 }, { status: "Rejected" }, "tx 7 → Rejected"],
    ["Reset", { type: "Soft" }, { status: "Accepted" }, "Soft → Accepted"],
    ["UnlockConnector", { connectorId: 1 }, { status: "UnlockFailed" }, "c1 → UnlockFailed"],
    [
      "ChangeAvailability",
      { connectorId: 0, type: "Inoperative" },
      { status: "Scheduled" },
      "station Inoperative → Scheduled",
    ],
    [
      "ChangeConfiguration",
      { key: "HeartbeatInterval", value: "60" },
      { status: "RebootRequired" },
      "HeartbeatInterval = 60 → RebootRequired",
    ],
    [
      "GetConfiguration",
      {},
      { configurationKey: [{ key: "A" }, { key: "B" }], unknownKey: ["C"] },
      "all keys → 2 keys 1 unknown",
    ],
    ["GetConfiguration", { key: ["A"] }, { configurationKey: [{ key: "A", value: "1" }] }, "A → A = 1"],
    [
      "TriggerMessage",
      { requestedMessage: "StatusNotification", connectorId: 2 },
      { status: "Accepted" },
      "StatusNotification c2 → Accepted",
    ],
    ["UpdateFirmware", { location: "https://example.org/2.4.bin" }, {}, "https://example.org/2.4.bin"],
    ["GetDiagnostics", { location: "ftp://example.org" }, {}, "ftp://example.org → nothing to upload"],
    [
      "GetLog",
      { logType: "SecurityLog", requestId: 3, log: { remoteLocation: "https://x.org/" } },
      { status: "Accepted", filename: "a.log" },
      "SecurityLog #3 https://x.org/ → Accepted a.log",
    ],
    [
      "SendLocalList",
      { listVersion: 3, updateType: "Full", localAuthorizationList: [{}] },
      { status: "Accepted" },
      "Full v3 1 entry → Accepted",
    ],
    ["GetLocalListVersion", {}, { listVersion: 3 }, "v3"],
    [
      "ReserveNow",
      { connectorId: 1, idTag: "04AB", reservationId: 5 },
      { status: "Occupied" },
      "c1 04AB #5 → Occupied",
    ],
    [
      "SetChargingProfile",
      {
        connectorId: 1,
        csChargingProfiles: { chargingProfileId: 9, stackLevel: 1, chargingProfilePurpose: "TxProfile" },
      },
      { status: "Accepted" },
      "c1 TxProfile #9 level 1 → Accepted",
    ],
    [
      "GetCompositeSchedule",
      { connectorId: 1, duration: 3600 },
      { status: "Accepted", chargingSchedule: { chargingSchedulePeriod: [{}, {}] } },
      "c1 3600 s → Accepted 2 periods",
    ],
  ])("%s: %j", (action, request, response, line) => {
    expect(said(action, request, response)).toBe(line);
  });
});

describe("what a 2.x message says on one line", () => {
  test.each([
    ["StatusNotification", { evseId: 1, connectorId: 2, connectorStatus: "Occupied" }, {}, "status evse 1 c2 Occupied"],
    [
      "BootNotification",
      { reason: "PowerUp", chargingStation: { vendorName: "ACME", model: "Wall22" } },
      { status: "Pending", interval: 30, statusInfo: { reasonCode: "Wait" } },
      "ACME Wall22 PowerUp → Pending Wait every 30 s",
    ],
    [
      "TransactionEvent",
      {
        eventType: "Updated",
        triggerReason: "MeterValuePeriodic",
        seqNo: 4,
        evse: { id: 1, connectorId: 1 },
        transactionInfo: { transactionId: "3f2b8c1e-0000-4000-8000-000000000000", chargingState: "Charging" },
        idToken: { idToken: "04AB", type: "ISO14443" },
        meterValue: [
          {
            sampledValue: [
              { value: 7.2, measurand: "Power.Active.Import", unitOfMeasure: { unit: "W", multiplier: 3 } },
            ],
          },
        ],
      },
      { idTokenInfo: { status: "Accepted" } },
      "Updated MeterValuePeriodic #4 evse 1 c1 tx 3f2b8c1e… Charging 04AB 7.2 ×10^3 W → Accepted",
    ],
    [
      "Authorize",
      { idToken: { idToken: "04AB", type: "ISO14443" } },
      { idTokenInfo: { status: "Invalid" } },
      "04AB → Invalid",
    ],
    [
      "NotifyReport",
      { requestId: 2, seqNo: 0, tbc: true, reportData: [{}, {}, {}] },
      {},
      "#2 part 0 more follows 3 variables",
    ],
    [
      "NotifyEvent",
      { eventData: [{ ...oneVariable, actualValue: "x" }, oneVariable] },
      {},
      "ClockCtrlr.TimeZone = x +1",
    ],
    [
      "SetVariables",
      { setVariableData: [{ ...oneVariable, attributeValue: "EAT" }] },
      { setVariableResult: [{ ...oneVariable, attributeStatus: "Rejected" }] },
      "ClockCtrlr.TimeZone = EAT → ClockCtrlr.TimeZone Rejected",
    ],
    [
      "GetVariables",
      { getVariableData: [oneVariable, oneVariable] },
      { getVariableResult: [{ ...oneVariable, attributeStatus: "Accepted", attributeValue: "EAT" }] },
      "ClockCtrlr.TimeZone +1 → = EAT",
    ],
    [
      "RequestStartTransaction",
      { evseId: 1, remoteStartId: 12, idToken: { idToken: "04AB" } },
      { status: "Accepted", transactionId: "T-1" },
      "evse 1 04AB #12 → Accepted tx T-1",
    ],
    [
      "ChangeAvailability",
      { operationalStatus: "Operative", evse: { id: 2 } },
      { status: "Accepted" },
      "evse 2 Operative → Accepted",
    ],
    [
      "UpdateFirmware",
      { requestId: 8, firmware: { location: "https://example.org/2.4.bin" } },
      { status: "AcceptedCanceled" },
      "#8 https://example.org/2.4.bin → AcceptedCanceled",
    ],
    [
      "GetTransactionStatus",
      { transactionId: "T-1" },
      { ongoingIndicator: true, messagesInQueue: false },
      "tx T-1 → ongoing queue empty",
    ],
    [
      "SetNetworkProfile",
      { configurationSlot: 1, connectionData: { ocppCsmsUrl: "wss://example.org" } },
      { status: "Accepted" },
      "slot 1 wss://example.org → Accepted",
    ],
  ])("%s: %j", (action, request, response, line) => {
    expect(said(action, request, response)).toBe(line);
  });
});

describe("what cannot be summed up", () => {
  test("an error says why; its code stands elsewhere", () => {
    const error = { code: "FormationViolation", description: "connectorId is missing" };
    expect(said("StatusNotification", { status: "Charging" }, error, "FormationViolation")).toBe(
      "status Charging → connectorId is missing",
    );
  });

  test("a call nobody answered says what was asked", () => {
    expect(said("Reset", { type: "Hard" }, null, "NoAnswer")).toBe("Hard");
  });

  test("an answer that is not at hand says nothing", () => {
    expect(said("GetConfiguration", {}, null)).toBe("all keys");
    expect(said("GetDiagnostics", { location: "ftp://example.org" }, null)).toBe("ftp://example.org");
  });

  test("an unreadable frame says why it is one", () => {
    const row = {
      action: null,
      result: "Invalid",
      request: "[2,",
      response: '{"description":"the frame is not JSON"}',
    };
    expect(summarizeMessage(row)).toBe("the frame is not JSON");
  });

  test("an action nobody knows says its status and ids", () => {
    expect(said("AcmePing", { connectorId: 1, status: "Warm", secretField: "x" }, { status: "Accepted" })).toBe(
      "c1 Warm → Accepted",
    );
  });

  test("whatever a station sends, it is one line of at most 160 characters", () => {
    const actions = fc.constantFrom(
      "StatusNotification",
      "MeterValues",
      "TransactionEvent",
      "NotifyEvent",
      "GetConfiguration",
      "SetVariables",
      "constructor",
      "X",
    );
    fc.assert(
      fc.property(
        actions,
        fc.jsonValue(),
        fc.jsonValue(),
        fc.constantFrom("Ok", "NoAnswer", "Invalid"),
        (action, request, response, result) => {
          const line = said(action, request, response, result);
          expect(line.length).toBeLessThanOrEqual(160);
          expect(line).not.toContain("\n");
        },
      ),
    );
    expect(said("SecurityEventNotification", { type: "X", techInfo: "a\nb".repeat(200) })).toHaveLength(160);
  });
});
