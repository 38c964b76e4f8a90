import { expect } from "vitest";
import { certification } from "../support/certification";
import { minutesAgo } from "../support/session-frames";
import { A_TRANSACTION_ID, AN_ID, transactionIdOf } from "../support/tool-station";

const { certify } = certification();

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
