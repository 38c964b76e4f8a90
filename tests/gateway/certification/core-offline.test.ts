import { expect } from "vitest";
import { certification } from "../support/certification";
import { minutesAgo } from "../support/session-frames";
import { A_TIME, A_TRANSACTION_ID, transactionIdOf } from "../support/tool-station";

const { certify } = certification();

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
