import { expect } from "vitest";
import { createAuthority } from "../../support/certificates";
import { type Bench, certification } from "../support/certification";
import { minutesAgo } from "../support/session-frames";
import { A_TIME, AN_ID, type ToolStation } from "../support/tool-station";

const manufacturerRoot = createAuthority({ commonName: "Manufacturer root" });

const { certify } = certification();

certify("TC_079_CSMS", async ({ booted, orders, books }) => {
  const station = await booted();
  const log = await orders({
    type: "Raw",
    action: "GetLog",
    payload: {
      logType: "SecurityLog",
      requestId: 79,
      retries: 1,
      retryInterval: 60,
      log: {
        remoteLocation: "https://files.example/uploads",
        oldestTimestamp: "2026-11-01T00:00:00.000Z",
        latestTimestamp: "2026-11-22T00:00:00.000Z",
      },
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "GetLog",
      {
        logType: "SecurityLog",
        requestId: 79,
        retries: 1,
        retryInterval: 60,
        log: {
          remoteLocation: "https://files.example/uploads",
          oldestTimestamp: "2026-11-01T00:00:00.000Z",
          latestTimestamp: "2026-11-22T00:00:00.000Z",
        },
      },
    ],
    [3, AN_ID, { status: "Accepted", filename: "security.log" }],
  );
  await log.becomes("Done", { answer: { status: "Accepted", filename: "security.log" } });
  await station.says([2, "1", "LogStatusNotification", { status: "Uploading", requestId: 79 }], [3, "1", {}]);
  await station.says([2, "2", "LogStatusNotification", { status: "Uploaded", requestId: 79 }], [3, "2", {}]);
  expect(await books.reports()).toEqual([
    ["Log", "Uploading", 79],
    ["Log", "Uploaded", 79],
  ]);
});

/** Is told of a signed update, and takes it. */
async function isUpdated(station: ToolStation, orders: Bench["orders"], requestId: number): Promise<void> {
  const signingCertificate = manufacturerRoot.certificate;
  const update = await orders({
    type: "Raw",
    action: "SignedUpdateFirmware",
    payload: {
      requestId,
      retries: 1,
      retryInterval: 60,
      firmware: {
        location: "https://files.example/firmware-2.0.bin",
        retrieveDateTime: "2026-11-22T12:00:00.000Z",
        installDateTime: "2026-11-22T13:00:00.000Z",
        signingCertificate,
        signature: "c2lnbmF0dXJl",
      },
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "SignedUpdateFirmware",
      {
        requestId,
        retries: 1,
        retryInterval: 60,
        firmware: {
          location: "https://files.example/firmware-2.0.bin",
          retrieveDateTime: "2026-11-22T12:00:00.000Z",
          installDateTime: "2026-11-22T13:00:00.000Z",
          signingCertificate,
          signature: "c2lnbmF0dXJl",
        },
      },
    ],
    [3, AN_ID, { status: "Accepted" }],
  );
  await update.becomes("Done", { answerStatus: "Accepted" });
}

certify("TC_080_CSMS", async ({ booted, dials, orders, books }) => {
  const station = await booted();
  await isUpdated(station, orders, 80);
  await station.says(
    [2, "1", "SignedFirmwareStatusNotification", { status: "Downloading", requestId: 80 }],
    [3, "1", {}],
  );
  await station.says(
    [2, "2", "SignedFirmwareStatusNotification", { status: "Downloaded", requestId: 80 }],
    [3, "2", {}],
  );
  await station.says(
    [2, "3", "SignedFirmwareStatusNotification", { status: "SignatureVerified", requestId: 80 }],
    [3, "3", {}],
  );
  await station.says(
    [2, "4", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Unavailable" }],
    [3, "4", {}],
  );
  await station.says(
    [2, "5", "SignedFirmwareStatusNotification", { status: "Installing", requestId: 80 }],
    [3, "5", {}],
  );
  await station.says(
    [2, "6", "SignedFirmwareStatusNotification", { status: "InstallRebooting", requestId: 80 }],
    [3, "6", {}],
  );
  await station.dies();
  const updated = await dials();
  await updated.says(
    [2, "7", "BootNotification", { chargePointVendor: "Kituo", chargePointModel: "Tool 1.6", firmwareVersion: "2.0" }],
    [3, "7", { status: "Accepted", currentTime: A_TIME, interval: 300 }],
  );
  const timestamp = minutesAgo(0);
  await updated.says(
    [2, "8", "SecurityEventNotification", { type: "FirmwareUpdated", timestamp, techInfo: "2.0" }],
    [3, "8", {}],
  );
  await updated.says(
    [2, "9", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "9", {}],
  );
  await updated.says(
    [2, "10", "SignedFirmwareStatusNotification", { status: "Installed", requestId: 80 }],
    [3, "10", {}],
  );
  expect(await books.reports()).toEqual([
    ["Firmware", "Downloading", 80],
    ["Firmware", "Downloaded", 80],
    ["Firmware", "SignatureVerified", 80],
    ["Firmware", "Installing", 80],
    ["Firmware", "InstallRebooting", 80],
    ["Firmware", "Installed", 80],
  ]);
  expect(await books.securityEvents()).toMatchObject([{ event: "FirmwareUpdated", info: "2.0" }]);
  expect(await books.station()).toMatchObject({ firmwareVersion: "2.0" });
  expect(await books.connector(1)).toMatchObject({ status: "Available" });
});

certify("TC_081_CSMS", async ({ booted, orders, books }) => {
  const station = await booted();
  await isUpdated(station, orders, 81);
  await station.says(
    [2, "1", "SignedFirmwareStatusNotification", { status: "Downloading", requestId: 81 }],
    [3, "1", {}],
  );
  await station.says(
    [2, "2", "SignedFirmwareStatusNotification", { status: "Downloaded", requestId: 81 }],
    [3, "2", {}],
  );
  await station.says(
    [2, "3", "SignedFirmwareStatusNotification", { status: "InvalidSignature", requestId: 81 }],
    [3, "3", {}],
  );
  await station.says(
    [2, "4", "SecurityEventNotification", { type: "InvalidFirmwareSignature", timestamp: minutesAgo(0) }],
    [3, "4", {}],
  );
  expect(await books.reports()).toEqual([
    ["Firmware", "Downloading", 81],
    ["Firmware", "Downloaded", 81],
    ["Firmware", "InvalidSignature", 81],
  ]);
  expect(await books.securityEvents()).toMatchObject([{ event: "InvalidFirmwareSignature" }]);
});
