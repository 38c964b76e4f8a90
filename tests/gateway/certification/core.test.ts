import { expect } from "vitest";
import { boots, certification } from "../support/certification";
import { minutesAgo } from "../support/session-frames";
import { A_TIME, A_TRANSACTION_ID, AN_ID, transactionIdOf } from "../support/tool-station";

const { certify } = certification();

certify("TC_001_CSMS", async ({ dials, books }) => {
  const station = await dials();
  const before = Date.now();
  const answer = await station.says(
    [
      2,
      "1",
      "BootNotification",
      {
        chargePointVendor: "Vendor",
        chargePointModel: "Model",
        chargePointSerialNumber: "SN-0001",
        firmwareVersion: "1.0",
        iccid: "89310410106543789301",
        imsi: "204043398999999",
        meterType: "Meter",
        meterSerialNumber: "M-0001",
      },
    ],
    [3, "1", { status: "Accepted", currentTime: A_TIME, interval: 300 }],
  );
  expect(Date.parse(String(answer["currentTime"]))).toBeGreaterThanOrEqual(before);
  await station.says(
    [2, "2", "StatusNotification", { connectorId: 0, errorCode: "NoError", status: "Available" }],
    [3, "2", {}],
  );
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "3", {}],
  );
  await station.says([2, "4", "Heartbeat", {}], [3, "4", { currentTime: A_TIME }]);
  expect(await books.station()).toMatchObject({
    registeredStatus: "Accepted",
    vendor: "Vendor",
    model: "Model",
    serialNumber: "SN-0001",
    firmwareVersion: "1.0",
    iccid: "89310410106543789301",
    imsi: "204043398999999",
    meterType: "Meter",
    meterSerialNumber: "M-0001",
  });
  expect(await books.connector(0)).toMatchObject({ connector: 0, status: "Available", errorCode: null });
  expect(await books.connector(1)).toMatchObject({ connector: 1, status: "Available", errorCode: null });
});

certify("TC_003_CSMS", async ({ knows, booted, books }) => {
  await knows("CARD-003");
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "1", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Occupied", occupancy: "Preparing" });
  await station.says([2, "2", "Authorize", { idTag: "CARD-003" }], [3, "2", { idTagInfo: { status: "Accepted" } }]);
  const timestamp = minutesAgo(0.5);
  const started = await station.says(
    [2, "3", "StartTransaction", { connectorId: 1, idTag: "CARD-003", meterStart: 1_000, timestamp }],
    [3, "3", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await station.says(
    [2, "4", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "4", {}],
  );
  expect(await books.session(transactionIdOf(started))).toMatchObject({
    phase: "Active",
    evse: 1,
    tokenUid: "CARD-003",
    authorization: "Accepted",
    startedAt: new Date(timestamp),
    meterStartWh: 1_000,
    energyWh: 0,
    anomalies: [],
  });
  expect(await books.connector(1)).toMatchObject({ status: "Occupied", occupancy: "Charging" });
});

certify("TC_004_1_CSMS", async ({ knows, booted, books }) => {
  await knows("CARD-004-1");
  const station = await booted();
  await station.says([2, "1", "Authorize", { idTag: "CARD-004-1" }], [3, "1", { idTagInfo: { status: "Accepted" } }]);
  await station.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "2", {}],
  );
  const started = await station.says(
    [2, "3", "StartTransaction", { connectorId: 1, idTag: "CARD-004-1", meterStart: 0, timestamp: minutesAgo(0.5) }],
    [3, "3", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await station.says(
    [2, "4", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "4", {}],
  );
  const session = { phase: "Active", evse: 1, tokenUid: "CARD-004-1", meterStartWh: 0 };
  expect(await books.session(transactionIdOf(started))).toMatchObject(session);
  expect(await books.connector(1)).toMatchObject({ status: "Occupied", occupancy: "Charging" });
});

certify("TC_004_2_CSMS", async ({ knows, booted, books }) => {
  await knows("CARD-004-2");
  const station = await booted();
  await station.says([2, "1", "Authorize", { idTag: "CARD-004-2" }], [3, "1", { idTagInfo: { status: "Accepted" } }]);
  await station.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "2", {}],
  );
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "3", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Available", occupancy: null });
  expect(await books.sessions()).toEqual([]);
});

certify("TC_005_1_CSMS", async ({ charging, books }) => {
  const { station, transactionId } = await charging("CARD-005");
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "SuspendedEV" }],
    [3, "1", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Occupied", occupancy: "SuspendedEV" });
  const timestamp = minutesAgo(0);
  await station.says(
    [2, "2", "StopTransaction", { transactionId, meterStop: 8_500, timestamp, reason: "EVDisconnected" }],
    [3, "2", {}],
  );
  expect(await books.session(transactionId)).toMatchObject({
    phase: "Ended",
    endReason: "EVDisconnected",
    endedAt: new Date(timestamp),
    meterStopWh: 8_500,
    energyWh: 7_500,
    anomalies: [],
  });
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Finishing" }],
    [3, "3", {}],
  );
  await station.says(
    [2, "4", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "4", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Available", occupancy: null });
});

certify("TC_007_CSMS", async ({ knows, booted, books }) => {
  await knows("CARD-007");
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "1", {}],
  );
  const started = await station.says(
    [2, "2", "StartTransaction", { connectorId: 1, idTag: "card-007", meterStart: 5, timestamp: minutesAgo(0.5) }],
    [3, "2", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "3", {}],
  );
  const session = { phase: "Active", tokenUid: "card-007", authorization: "Accepted", meterStartWh: 5 };
  expect(await books.session(transactionIdOf(started))).toMatchObject(session);
});

certify("TC_010_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-010");
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "1", {}],
  );
  const start = await orders({ type: "RemoteStart", evse: 1, tokenUid: "CARD-010" });
  await station.isSent(
    [2, AN_ID, "RemoteStartTransaction", { idTag: "CARD-010", connectorId: 1 }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await start.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await station.says([2, "2", "Authorize", { idTag: "CARD-010" }], [3, "2", { idTagInfo: { status: "Accepted" } }]);
  const started = await station.says(
    [2, "3", "StartTransaction", { connectorId: 1, idTag: "CARD-010", meterStart: 10, timestamp: minutesAgo(0) }],
    [3, "3", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await station.says(
    [2, "4", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "4", {}],
  );
  const sessionId = transactionIdOf(started);
  await start.becomes("Done", { sessionId });
  expect(await books.session(sessionId)).toMatchObject({ phase: "Active", tokenUid: "CARD-010" });
});

certify("TC_011_1_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-011-1");
  const station = await booted();
  const start = await orders({ type: "RemoteStart", evse: 1, tokenUid: "CARD-011-1" });
  await station.isSent(
    [2, AN_ID, "RemoteStartTransaction", { idTag: "CARD-011-1", connectorId: 1 }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await station.says([2, "1", "Authorize", { idTag: "CARD-011-1" }], [3, "1", { idTagInfo: { status: "Accepted" } }]);
  await station.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "2", {}],
  );
  const started = await station.says(
    [2, "3", "StartTransaction", { connectorId: 1, idTag: "CARD-011-1", meterStart: 11, timestamp: minutesAgo(0) }],
    [3, "3", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await station.says(
    [2, "4", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "4", {}],
  );
  const sessionId = transactionIdOf(started);
  await start.becomes("Done", { answerStatus: "Accepted", sessionId });
  expect(await books.session(sessionId)).toMatchObject({ phase: "Active", tokenUid: "CARD-011-1" });
});

certify("TC_011_2_CSMS", async ({ knows, booted, orders, books, kituo }) => {
  await knows("CARD-011-2");
  const station = await booted();
  const start = await orders({ type: "RemoteStart", evse: 1, tokenUid: "CARD-011-2" });
  await station.isSent(
    [2, AN_ID, "RemoteStartTransaction", { idTag: "CARD-011-2", connectorId: 1 }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await station.says([2, "1", "Authorize", { idTag: "CARD-011-2" }], [3, "1", { idTagInfo: { status: "Accepted" } }]);
  await station.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "2", {}],
  );
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "3", {}],
  );
  await start.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await kituo.db.command.update({ where: { id: start.id }, data: { effectDeadlineAt: new Date(0) } });
  await start.becomes("NoEffect", { sessionId: null });
  expect(await books.connector(1)).toMatchObject({ status: "Available", occupancy: null });
  expect(await books.sessions()).toEqual([]);
});

certify("TC_012_CSMS", async ({ charging, orders, books }) => {
  const { station, transactionId } = await charging("CARD-012");
  const stop = await orders({ type: "RemoteStop", sessionId: transactionId });
  await station.isSent([2, AN_ID, "RemoteStopTransaction", { transactionId }], [3, AN_ID, { status: "Accepted" }]);
  await stop.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Finishing" }],
    [3, "1", {}],
  );
  await station.says(
    [2, "2", "StopTransaction", { transactionId, meterStop: 4_200, timestamp: minutesAgo(0), reason: "Remote" }],
    [3, "2", {}],
  );
  await stop.becomes("Done", { sessionId: transactionId });
  expect(await books.session(transactionId)).toMatchObject({ phase: "Ended", endReason: "Remote", energyWh: 3_200 });
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "3", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Available", occupancy: null });
});

certify("TC_013_CSMS", async ({ booted, dials, orders, books }) => {
  const station = await booted();
  const reset = await orders({ type: "Reset", when: "Now" });
  await station.isSent([2, AN_ID, "Reset", { type: "Hard" }], [3, AN_ID, { status: "Accepted" }]);
  await reset.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await station.dies();
  await boots(await dials(), "again");
  await reset.becomes("Done");
  expect(await books.station()).toMatchObject({ registeredStatus: "Accepted", connectionEpoch: 2 });
});

certify("TC_014_CSMS", async ({ booted, dials, orders, books }) => {
  const station = await booted();
  const reset = await orders({ type: "Reset", when: "WhenIdle" });
  await station.isSent([2, AN_ID, "Reset", { type: "Soft" }], [3, AN_ID, { status: "Accepted" }]);
  await reset.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await station.leaves();
  await boots(await dials(), "again");
  await reset.becomes("Done");
  expect(await books.station()).toMatchObject({ registeredStatus: "Accepted", connectionEpoch: 2 });
});

certify("TC_017_1_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const unlock = await orders({ type: "Unlock", evse: 1, connector: 1 });
  await station.isSent([2, AN_ID, "UnlockConnector", { connectorId: 1 }], [3, AN_ID, { status: "Unlocked" }]);
  await unlock.becomes("Done", { answerStatus: "Unlocked" });
});

certify("TC_017_2_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const unlock = await orders({ type: "Unlock", evse: 1, connector: 1 });
  await station.isSent([2, AN_ID, "UnlockConnector", { connectorId: 1 }], [3, AN_ID, { status: "NotSupported" }]);
  await unlock.becomes("NotSupported", { answerStatus: "NotSupported" });
});

certify("TC_018_1_CSMS", async ({ charging, orders, books }) => {
  const { station, transactionId } = await charging("CARD-018");
  const unlock = await orders({ type: "Unlock", evse: 1, connector: 1 });
  await station.isSent([2, AN_ID, "UnlockConnector", { connectorId: 1 }], [3, AN_ID, { status: "Unlocked" }]);
  await unlock.becomes("Done", { answerStatus: "Unlocked" });
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Finishing" }],
    [3, "1", {}],
  );
  await station.says(
    [2, "2", "StopTransaction", { transactionId, meterStop: 1_800, timestamp: minutesAgo(0), reason: "UnlockCommand" }],
    [3, "2", {}],
  );
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "3", {}],
  );
  const session = { phase: "Ended", endReason: "UnlockCommand", energyWh: 800 };
  expect(await books.session(transactionId)).toMatchObject(session);
  expect(await books.connector(1)).toMatchObject({ status: "Available", occupancy: null });
});

certify("TC_019_1_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const read = await orders({ type: "GetSettings" });
  const answer = {
    configurationKey: [
      { key: "HeartbeatInterval", readonly: false, value: "300" },
      { key: "NumberOfConnectors", readonly: true, value: "2" },
      { key: "SupportedFeatureProfiles", readonly: true, value: "Core,FirmwareManagement,SmartCharging" },
      { key: "AuthorizationKey", readonly: false },
    ],
  };
  await station.isSent([2, AN_ID, "GetConfiguration", {}], [3, AN_ID, answer]);
  await read.becomes("Done", { answer });
});

certify("TC_019_2_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const read = await orders({ type: "GetSettings", keys: ["SupportedFeatureProfiles"] });
  const answer = { configurationKey: [{ key: "SupportedFeatureProfiles", readonly: true, value: "Core" }] };
  await station.isSent([2, AN_ID, "GetConfiguration", { key: ["SupportedFeatureProfiles"] }], [3, AN_ID, answer]);
  await read.becomes("Done", { answer });
});

certify("TC_021_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const change = await orders({ type: "ChangeSetting", key: "MeterValueSampleInterval", value: "60" });
  await station.isSent(
    [2, AN_ID, "ChangeConfiguration", { key: "MeterValueSampleInterval", value: "60" }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await change.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await station.isSent(
    [2, AN_ID, "GetConfiguration", { key: ["MeterValueSampleInterval"] }],
    [3, AN_ID, { configurationKey: [{ key: "MeterValueSampleInterval", readonly: false, value: "60" }] }],
  );
  await change.becomes("Done");
});

certify("TC_023_1_CSMS", async ({ booted, books }) => {
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "1", {}],
  );
  await station.says([2, "2", "Authorize", { idTag: "NOBODYS-CARD" }], [3, "2", { idTagInfo: { status: "Invalid" } }]);
  expect(await books.sessions()).toEqual([]);
});

certify("TC_023_2_CSMS", async ({ knows, booted, books }) => {
  await knows("CARD-023-2", { expiresAt: new Date("2026-01-31T23:59:59.000Z") });
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "1", {}],
  );
  await station.says(
    [2, "2", "Authorize", { idTag: "CARD-023-2" }],
    [3, "2", { idTagInfo: { status: "Expired", expiryDate: "2026-01-31T23:59:59.000Z" } }],
  );
  expect(await books.sessions()).toEqual([]);
});

certify("TC_023_3_CSMS", async ({ knows, booted, books }) => {
  await knows("CARD-023-3", { status: "Blocked" });
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "1", {}],
  );
  await station.says([2, "2", "Authorize", { idTag: "CARD-023-3" }], [3, "2", { idTagInfo: { status: "Blocked" } }]);
  expect(await books.sessions()).toEqual([]);
});

certify("TC_024_CSMS", async ({ knows, booted, books }) => {
  await knows("CARD-024");
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "1", {}],
  );
  await station.says([2, "2", "Authorize", { idTag: "CARD-024" }], [3, "2", { idTagInfo: { status: "Accepted" } }]);
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "ConnectorLockFailure", status: "Faulted" }],
    [3, "3", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Faulted", errorCode: "ConnectorLockFailure" });
  expect(await books.sessions()).toEqual([]);
});

certify("TC_026_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-026");
  const station = await booted();
  const start = await orders({ type: "RemoteStart", evse: 1, tokenUid: "CARD-026" });
  await station.isSent(
    [2, AN_ID, "RemoteStartTransaction", { idTag: "CARD-026", connectorId: 1 }],
    [3, AN_ID, { status: "Rejected" }],
  );
  await start.becomes("Rejected", { answerStatus: "Rejected", sessionId: null });
  expect(await books.sessions()).toEqual([]);
});

certify("TC_028_CSMS", async ({ charging, orders, books }) => {
  const { station, transactionId } = await charging("CARD-028");
  const stop = await orders({ type: "RemoteStop", sessionId: transactionId });
  await station.isSent([2, AN_ID, "RemoteStopTransaction", { transactionId }], [3, AN_ID, { status: "Rejected" }]);
  await stop.becomes("Rejected", { answerStatus: "Rejected" });
  expect(await books.session(transactionId)).toMatchObject({ phase: "Active", endedAt: null });
});

certify("TC_030_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const unlock = await orders({ type: "Unlock", evse: 1, connector: 1 });
  await station.isSent([2, AN_ID, "UnlockConnector", { connectorId: 1 }], [3, AN_ID, { status: "UnlockFailed" }]);
  await unlock.becomes("Rejected", { answerStatus: "UnlockFailed" });
});

certify("TC_031_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const unlock = await orders({ type: "Unlock", evse: 9, connector: 1 });
  await station.isSent([2, AN_ID, "UnlockConnector", { connectorId: 9 }], [3, AN_ID, { status: "NotSupported" }]);
  await unlock.becomes("NotSupported", { answerStatus: "NotSupported" });
});

certify("TC_032_1_CSMS", async ({ charging, dials, books }) => {
  const { station, transactionId } = await charging("CARD-032");
  await station.dies();
  const again = await dials();
  await again.says(
    [2, "1", "BootNotification", { chargePointVendor: "Kituo", chargePointModel: "Tool 1.6" }],
    [3, "1", { status: "Accepted", currentTime: A_TIME, interval: 300 }],
  );
  expect(await books.session(transactionId)).toMatchObject({ phase: "Active" });
  await again.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Finishing" }],
    [3, "2", {}],
  );
  await again.says(
    [2, "3", "StatusNotification", { connectorId: 0, errorCode: "NoError", status: "Available" }],
    [3, "3", {}],
  );
  await again.says(
    [2, "4", "StatusNotification", { connectorId: 2, errorCode: "NoError", status: "Available" }],
    [3, "4", {}],
  );
  await again.says(
    [2, "5", "StopTransaction", { transactionId, meterStop: 2_500, timestamp: minutesAgo(0), reason: "PowerLoss" }],
    [3, "5", {}],
  );
  const session = { phase: "Ended", endReason: "PowerLoss", energyWh: 1_500, anomalies: [] };
  expect(await books.session(transactionId)).toMatchObject(session);
  expect(await books.connector(1)).toMatchObject({ status: "Occupied", occupancy: "Finishing" });
});

certify("TC_037_1_CSMS", async ({ knows, booted, dials, books }) => {
  await knows("CARD-037-1");
  await (await booted()).dies();
  const again = await dials();
  const timestamp = minutesAgo(20);
  const started = await again.says(
    [2, "1", "StartTransaction", { connectorId: 1, idTag: "CARD-037-1", meterStart: 370, timestamp }],
    [3, "1", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await again.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "2", {}],
  );
  const session = { phase: "Active", tokenUid: "CARD-037-1", startedAt: new Date(timestamp), meterStartWh: 370 };
  expect(await books.session(transactionIdOf(started))).toMatchObject(session);
  expect(await books.connector(1)).toMatchObject({ status: "Occupied", occupancy: "Charging" });
});

certify("TC_037_3_CSMS", async ({ booted, dials, books }) => {
  await (await booted()).dies();
  const again = await dials();
  const timestamp = minutesAgo(20);
  const started = await again.says(
    [2, "1", "StartTransaction", { connectorId: 1, idTag: "NOBODYS-CARD", meterStart: 370, timestamp }],
    [3, "1", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Invalid" } }],
  );
  const transactionId = transactionIdOf(started);
  expect(await books.session(transactionId)).toMatchObject({ phase: "Active", authorization: "Unknown" });
  await again.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "2", {}],
  );
  await again.says(
    [2, "3", "StopTransaction", { transactionId, meterStop: 400, timestamp: minutesAgo(0), reason: "DeAuthorized" }],
    [3, "3", {}],
  );
  await again.says(
    [2, "4", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Finishing" }],
    [3, "4", {}],
  );
  const session = { phase: "Ended", endReason: "DeAuthorized", startedAt: new Date(timestamp), energyWh: 30 };
  expect(await books.session(transactionId)).toMatchObject(session);
  expect(await books.connector(1)).toMatchObject({ status: "Occupied", occupancy: "Finishing" });
});

certify("TC_039_CSMS", async ({ knows, booted, dials, books }) => {
  await knows("CARD-039");
  await (await booted()).dies();
  const again = await dials();
  const [startedAt, stoppedAt] = [minutesAgo(50), minutesAgo(10)];
  const started = await again.says(
    [2, "1", "StartTransaction", { connectorId: 1, idTag: "CARD-039", meterStart: 3_900, timestamp: startedAt }],
    [3, "1", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  const transactionId = transactionIdOf(started);
  await again.says(
    [
      2,
      "2",
      "StopTransaction",
      { transactionId, idTag: "CARD-039", meterStop: 13_900, timestamp: stoppedAt, reason: "Local" },
    ],
    [3, "2", { idTagInfo: { status: "Accepted" } }],
  );
  expect(await books.session(transactionId)).toMatchObject({
    phase: "Ended",
    startedAt: new Date(startedAt),
    endedAt: new Date(stoppedAt),
    endReason: "Local",
    endTokenUid: "CARD-039",
    energyWh: 10_000,
    anomalies: [],
    journal: [
      { kind: "Started", details: { wasOffline: true } },
      { kind: "Ended", details: { wasOffline: true } },
    ],
  });
});

certify("TC_040_1_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const change = await orders({ type: "ChangeSetting", key: "NoSuchKey", value: "1" });
  await station.isSent(
    [2, AN_ID, "ChangeConfiguration", { key: "NoSuchKey", value: "1" }],
    [3, AN_ID, { status: "NotSupported" }],
  );
  await change.becomes("NotSupported", { answerStatus: "NotSupported" });
});

certify("TC_040_2_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const change = await orders({ type: "ChangeSetting", key: "MeterValueSampleInterval", value: "-1" });
  await station.isSent(
    [2, AN_ID, "ChangeConfiguration", { key: "MeterValueSampleInterval", value: "-1" }],
    [3, AN_ID, { status: "Rejected" }],
  );
  await change.becomes("Rejected", { answerStatus: "Rejected" });
});

certify("TC_061_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const clear = await orders({ type: "Raw", action: "ClearCache", payload: {} });
  await station.isSent([2, AN_ID, "ClearCache", {}], [3, AN_ID, { status: "Accepted" }]);
  await clear.becomes("Done", { action: "ClearCache", answerStatus: "Accepted" });
});

certify("TC_064_CSMS", async ({ booted, books }) => {
  const station = await booted();
  await station.says(
    [2, "1", "DataTransfer", { vendorId: "com.example.unknown", messageId: "Hello", data: "to whom it may concern" }],
    [3, "1", { status: "UnknownVendorId" }],
  );
  expect(await books.logged("DataTransfer")).toMatchObject([
    { direction: "In", result: "Ok", request: expect.stringContaining("to whom it may concern") },
  ]);
});
