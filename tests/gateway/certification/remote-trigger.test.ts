import { expect } from "vitest";
import { certification } from "../support/certification";
import { minutesAgo } from "../support/session-frames";
import { A_TIME, AN_ID } from "../support/tool-station";

const { certify } = certification();

certify("TC_054_CSMS", async ({ booted, orders, books, kituo }) => {
  const station = await booted();
  const meter = await orders({ type: "TriggerMessage", message: "MeterValues", evse: 1 });
  await station.isSent(
    [2, AN_ID, "TriggerMessage", { requestedMessage: "MeterValues", connectorId: 1 }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await meter.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await station.says(
    [
      2,
      "1",
      "MeterValues",
      {
        connectorId: 1,
        meterValue: [{ timestamp: minutesAgo(0), sampledValue: [{ value: "5400", context: "Trigger", unit: "Wh" }] }],
      },
    ],
    [3, "1", {}],
  );
  await meter.becomes("Done");
  const { id: stationId } = await books.station();
  expect(await kituo.db.meterValue.findMany({ where: { stationId } })).toMatchObject([
    { evse: 1, sessionId: null, context: "Trigger", energyWh: 5_400 },
  ]);

  const heartbeat = await orders({ type: "TriggerMessage", message: "Heartbeat" });
  await station.isSent(
    [2, AN_ID, "TriggerMessage", { requestedMessage: "Heartbeat" }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await station.says([2, "2", "Heartbeat", {}], [3, "2", { currentTime: A_TIME }]);
  await heartbeat.becomes("Done", { answerStatus: "Accepted" });

  const status = await orders({ type: "TriggerMessage", message: "StatusNotification", evse: 1 });
  await station.isSent(
    [2, AN_ID, "TriggerMessage", { requestedMessage: "StatusNotification", connectorId: 1 }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Unavailable" }],
    [3, "3", {}],
  );
  await status.becomes("Done", { answerStatus: "Accepted" });
  expect(await books.connector(1)).toMatchObject({ status: "Unavailable" });

  const diagnostics = await orders({ type: "TriggerMessage", message: "DiagnosticsStatusNotification" });
  await station.isSent(
    [2, AN_ID, "TriggerMessage", { requestedMessage: "DiagnosticsStatusNotification" }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await station.says([2, "4", "DiagnosticsStatusNotification", { status: "Idle" }], [3, "4", {}]);
  await diagnostics.becomes("Done", { answerStatus: "Accepted" });

  const firmware = await orders({ type: "TriggerMessage", message: "FirmwareStatusNotification" });
  await station.isSent(
    [2, AN_ID, "TriggerMessage", { requestedMessage: "FirmwareStatusNotification" }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await station.says([2, "5", "FirmwareStatusNotification", { status: "Idle" }], [3, "5", {}]);
  await firmware.becomes("Done", { answerStatus: "Accepted" });
  expect(await books.reports()).toEqual([
    ["Diagnostics", "Idle", null],
    ["Firmware", "Idle", null],
  ]);

  const boot = await orders({ type: "TriggerMessage", message: "BootNotification" });
  await station.isSent(
    [2, AN_ID, "TriggerMessage", { requestedMessage: "BootNotification" }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await station.says(
    [2, "6", "BootNotification", { chargePointVendor: "Kituo", chargePointModel: "Tool 1.6", firmwareVersion: "5.4" }],
    [3, "6", { status: "Accepted", currentTime: A_TIME, interval: 300 }],
  );
  await boot.becomes("Done", { answerStatus: "Accepted" });
  expect(await books.station()).toMatchObject({ firmwareVersion: "5.4" });
});

certify("TC_055_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const meter = await orders({ type: "TriggerMessage", message: "MeterValues", evse: 1 });
  await station.isSent(
    [2, AN_ID, "TriggerMessage", { requestedMessage: "MeterValues", connectorId: 1 }],
    [3, AN_ID, { status: "Rejected" }],
  );
  await meter.becomes("Rejected", { answerStatus: "Rejected" });
});
