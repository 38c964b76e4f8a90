import { expect } from "vitest";
import { boots, certification } from "../support/certification";
import { minutesAgo } from "../support/session-frames";
import { A_TIME, AN_ID } from "../support/tool-station";

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
