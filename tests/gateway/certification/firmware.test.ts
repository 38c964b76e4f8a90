import { expect } from "vitest";
import { type Bench, certification } from "../support/certification";
import { A_TIME, AN_ID, type ToolStation } from "../support/tool-station";

const { certify } = certification();

async function isUpdated(station: ToolStation, orders: Bench["orders"]): Promise<void> {
  const update = await orders({
    type: "Raw",
    action: "UpdateFirmware",
    payload: {
      location: "https://files.example/firmware-2.0.bin",
      retrieveDate: "2026-11-22T12:00:00.000Z",
      retries: 2,
      retryInterval: 60,
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "UpdateFirmware",
      {
        location: "https://files.example/firmware-2.0.bin",
        retrieveDate: "2026-11-22T12:00:00.000Z",
        retries: 2,
        retryInterval: 60,
      },
    ],
    [3, AN_ID, {}],
  );
  await update.becomes("Done", { action: "UpdateFirmware", answer: {} });
}

certify("TC_044_1_CSMS", async ({ booted, dials, orders, books }) => {
  const station = await booted();
  await isUpdated(station, orders);
  await station.says([2, "1", "FirmwareStatusNotification", { status: "Downloading" }], [3, "1", {}]);
  await station.says([2, "2", "FirmwareStatusNotification", { status: "Downloaded" }], [3, "2", {}]);
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Unavailable" }],
    [3, "3", {}],
  );
  await station.says(
    [2, "4", "StatusNotification", { connectorId: 2, errorCode: "NoError", status: "Unavailable" }],
    [3, "4", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Unavailable" });
  await station.says([2, "5", "FirmwareStatusNotification", { status: "Installing" }], [3, "5", {}]);
  await station.dies();
  const updated = await dials();
  await updated.says(
    [2, "6", "BootNotification", { chargePointVendor: "Kituo", chargePointModel: "Tool 1.6", firmwareVersion: "2.0" }],
    [3, "6", { status: "Accepted", currentTime: A_TIME, interval: 300 }],
  );
  await updated.says(
    [2, "7", "StatusNotification", { connectorId: 0, errorCode: "NoError", status: "Available" }],
    [3, "7", {}],
  );
  await updated.says(
    [2, "8", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "8", {}],
  );
  await updated.says(
    [2, "9", "StatusNotification", { connectorId: 2, errorCode: "NoError", status: "Available" }],
    [3, "9", {}],
  );
  await updated.says([2, "10", "FirmwareStatusNotification", { status: "Installed" }], [3, "10", {}]);
  expect(await books.reports()).toEqual([
    ["Firmware", "Downloading", null],
    ["Firmware", "Downloaded", null],
    ["Firmware", "Installing", null],
    ["Firmware", "Installed", null],
  ]);
  expect(await books.station()).toMatchObject({ firmwareVersion: "2.0" });
  expect(await books.connector(1)).toMatchObject({ status: "Available" });
});

certify("TC_044_2_CSMS", async ({ booted, orders, books }) => {
  const station = await booted();
  await isUpdated(station, orders);
  await station.says([2, "1", "FirmwareStatusNotification", { status: "Downloading" }], [3, "1", {}]);
  await station.says([2, "2", "FirmwareStatusNotification", { status: "DownloadFailed" }], [3, "2", {}]);
  expect(await books.reports()).toEqual([
    ["Firmware", "Downloading", null],
    ["Firmware", "DownloadFailed", null],
  ]);
});

certify("TC_044_3_CSMS", async ({ booted, orders, books }) => {
  const station = await booted();
  await isUpdated(station, orders);
  await station.says([2, "1", "FirmwareStatusNotification", { status: "Downloading" }], [3, "1", {}]);
  await station.says([2, "2", "FirmwareStatusNotification", { status: "Downloaded" }], [3, "2", {}]);
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Unavailable" }],
    [3, "3", {}],
  );
  await station.says([2, "4", "FirmwareStatusNotification", { status: "Installing" }], [3, "4", {}]);
  await station.says([2, "5", "FirmwareStatusNotification", { status: "InstallationFailed" }], [3, "5", {}]);
  await station.says(
    [2, "6", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "6", {}],
  );
  expect(await books.reports()).toEqual([
    ["Firmware", "Downloading", null],
    ["Firmware", "Downloaded", null],
    ["Firmware", "Installing", null],
    ["Firmware", "InstallationFailed", null],
  ]);
  expect(await books.connector(1)).toMatchObject({ status: "Available" });
});

async function isAskedForDiagnostics(station: ToolStation, orders: Bench["orders"]): Promise<void> {
  const diagnostics = await orders({
    type: "Raw",
    action: "GetDiagnostics",
    payload: {
      location: "https://files.example/uploads",
      startTime: "2026-11-21T00:00:00.000Z",
      stopTime: "2026-11-22T00:00:00.000Z",
      retries: 1,
      retryInterval: 30,
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "GetDiagnostics",
      {
        location: "https://files.example/uploads",
        startTime: "2026-11-21T00:00:00.000Z",
        stopTime: "2026-11-22T00:00:00.000Z",
        retries: 1,
        retryInterval: 30,
      },
    ],
    [3, AN_ID, { fileName: "diagnostics.zip" }],
  );
  await diagnostics.becomes("Done", { answer: { fileName: "diagnostics.zip" } });
}

certify("TC_045_1_CSMS", async ({ booted, orders, books }) => {
  const station = await booted();
  await isAskedForDiagnostics(station, orders);
  await station.says([2, "1", "DiagnosticsStatusNotification", { status: "Uploading" }], [3, "1", {}]);
  await station.says([2, "2", "DiagnosticsStatusNotification", { status: "Uploaded" }], [3, "2", {}]);
  expect(await books.reports()).toEqual([
    ["Diagnostics", "Uploading", null],
    ["Diagnostics", "Uploaded", null],
  ]);
});

certify("TC_045_2_CSMS", async ({ booted, orders, books }) => {
  const station = await booted();
  await isAskedForDiagnostics(station, orders);
  await station.says([2, "1", "DiagnosticsStatusNotification", { status: "Uploading" }], [3, "1", {}]);
  await station.says([2, "2", "DiagnosticsStatusNotification", { status: "UploadFailed" }], [3, "2", {}]);
  expect(await books.reports()).toEqual([
    ["Diagnostics", "Uploading", null],
    ["Diagnostics", "UploadFailure", null],
  ]);
});
