import { once } from "node:events";
import { connect } from "node:tls";
import { expect } from "vitest";
import { rotatePassword } from "@/lib/services/stations/rotate-password";
import { createAuthority, issueCertificate, requestFor } from "../../support/certificates";
import { type Bench, boots, certification } from "../support/certification";
import { refusalOf } from "../support/raw-station";
import { minutesAgo } from "../support/session-frames";
import { A_TIME, AN_ID, type ToolStation } from "../support/tool-station";

const CPO = "Kituo Charging";
const PASSWORD = "a-long-enough-password";

const serverRoot = createAuthority({ commonName: "Server root" });
const stationRoot = createAuthority({ commonName: "Station root", organization: CPO });
const manufacturerRoot = createAuthority({ commonName: "Manufacturer root" });
const server = { commonName: "localhost", organization: CPO, isFor: "Server", hosts: ["localhost"] } as const;
const pairs = [
  issueCertificate(serverRoot, { ...server, kind: "RSA" }),
  issueCertificate(serverRoot, { ...server, kind: "ECDSA" }),
];

const { certify } = certification({ tls: { pairs, clientAuthority: stationRoot.certificate }, cpoName: CPO });

const certificateOf = (commonName: string) => issueCertificate(stationRoot, { commonName, organization: CPO });

/** The station's side of TLS; with its certificate and key where it signs in by them. */
const tlsWith = (own: { readonly certificate: string; readonly key: string } | null = null) => ({
  ca: serverRoot.certificate,
  ...(own === null ? {} : { cert: own.certificate, key: own.key }),
});

certify("TC_073_CSMS", async ({ kituo, identity, dials, follows, books }) => {
  await kituo.addStation(identity, { password: PASSWORD });
  const station = await dials({ password: PASSWORD });
  await boots(station, "boot");
  const change = follows(await rotatePassword(kituo.ctx, { identity }));
  const { value } = await station.isSent(
    [2, AN_ID, "ChangeConfiguration", { key: "AuthorizationKey", value: expect.stringMatching(/^[0-9a-f]{40}$/) }],
    [3, AN_ID, { status: "Accepted" }],
  );
  const key = String(value);
  await change.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await station.leaves();
  const again = await dials({ password: key });
  await again.says([2, "1", "Heartbeat", {}], [3, "1", { currentTime: A_TIME }]);
  await change.becomes("Done");
  await again.leaves();
  const url = `${kituo.ocppUrl}/${identity}`;
  expect(await refusalOf(url, { identity, password: PASSWORD })).toMatchObject({ status: 401 });
  const asBytes = await dials({ password: Buffer.from(key, "hex") });
  await asBytes.says([2, "2", "Heartbeat", {}], [3, "2", { currentTime: A_TIME }]);
  expect(await books.station()).toMatchObject({ passwordTakenAt: expect.any(Date), passwordHashNext: null });
});

/** Is asked for a request for a certificate, and sends it. */
async function isAskedToSign(station: ToolStation, { orders }: Pick<Bench, "orders">, csr: string): Promise<void> {
  const trigger = await orders({ type: "TriggerMessage", message: "SignChargePointCertificate" });
  await station.isSent(
    [2, AN_ID, "ExtendedTriggerMessage", { requestedMessage: "SignChargePointCertificate" }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await trigger.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await station.says([2, "csr", "SignCertificate", { csr }], [3, "csr", { status: "Accepted" }]);
  await trigger.becomes("Done");
}

certify("TC_074_CSMS", async ({ kituo, identity, dials, orders, books }) => {
  await kituo.addStation(identity, { securityProfile: 3 });
  const station = await dials({ url: kituo.ocppsUrl, tls: tlsWith(certificateOf(identity)) });
  await boots(station, "boot");
  const renewed = certificateOf("SN-16");
  const csr = requestFor(renewed, { commonName: "SN-16", organization: CPO });
  await isAskedToSign(station, { orders }, csr);
  expect(await books.certificateRequests()).toMatchObject([{ use: "ChargingStation", csr, state: "Pending" }]);
  const certificateChain = renewed.certificate + stationRoot.certificate;
  const signed = await orders({ type: "Raw", action: "CertificateSigned", payload: { certificateChain } });
  await station.isSent([2, AN_ID, "CertificateSigned", { certificateChain }], [3, AN_ID, { status: "Accepted" }]);
  await signed.becomes("Done", { answerStatus: "Accepted" });
  await station.leaves();
  const again = await dials({ url: kituo.ocppsUrl, tls: tlsWith({ ...renewed, certificate: certificateChain }) });
  await again.says([2, "1", "Heartbeat", {}], [3, "1", { currentTime: A_TIME }]);
  expect(await books.connections()).toMatchObject([{ securityProfile: 3 }, { securityProfile: 3, closedAt: null }]);
});

certify("TC_075_1_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const { certificate } = manufacturerRoot;
  const install = await orders({
    type: "Raw",
    action: "InstallCertificate",
    payload: { certificateType: "ManufacturerRootCertificate", certificate },
  });
  await station.isSent(
    [2, AN_ID, "InstallCertificate", { certificateType: "ManufacturerRootCertificate", certificate }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await install.becomes("Done", { answerStatus: "Accepted" });
  const list = await orders({
    type: "Raw",
    action: "GetInstalledCertificateIds",
    payload: { certificateType: "ManufacturerRootCertificate" },
  });
  const answer = {
    status: "Accepted",
    certificateHashData: [
      {
        hashAlgorithm: "SHA256",
        issuerNameHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        issuerKeyHash: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        serialNumber: "4075123456",
      },
    ],
  };
  await station.isSent(
    [2, AN_ID, "GetInstalledCertificateIds", { certificateType: "ManufacturerRootCertificate" }],
    [3, AN_ID, answer],
  );
  await list.becomes("Done", { answerStatus: "Accepted", answer });
});

certify("TC_075_2_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const { certificate } = serverRoot;
  const install = await orders({
    type: "Raw",
    action: "InstallCertificate",
    payload: { certificateType: "CentralSystemRootCertificate", certificate },
  });
  await station.isSent(
    [2, AN_ID, "InstallCertificate", { certificateType: "CentralSystemRootCertificate", certificate }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await install.becomes("Done", { answerStatus: "Accepted" });
  const list = await orders({
    type: "Raw",
    action: "GetInstalledCertificateIds",
    payload: { certificateType: "CentralSystemRootCertificate" },
  });
  const answer = {
    status: "Accepted",
    certificateHashData: [
      {
        hashAlgorithm: "SHA256",
        issuerNameHash: "fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13",
        issuerKeyHash: "a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a",
        serialNumber: "4075223456",
      },
    ],
  };
  await station.isSent(
    [2, AN_ID, "GetInstalledCertificateIds", { certificateType: "CentralSystemRootCertificate" }],
    [3, AN_ID, answer],
  );
  await list.becomes("Done", { answerStatus: "Accepted", answer });
});

certify("TC_076_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const list = await orders({
    type: "Raw",
    action: "GetInstalledCertificateIds",
    payload: { certificateType: "ManufacturerRootCertificate" },
  });
  const certificateHashData = {
    hashAlgorithm: "SHA256",
    issuerNameHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    issuerKeyHash: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    serialNumber: "4076123456",
  };
  await station.isSent(
    [2, AN_ID, "GetInstalledCertificateIds", { certificateType: "ManufacturerRootCertificate" }],
    [3, AN_ID, { status: "Accepted", certificateHashData: [certificateHashData] }],
  );
  const { answer } = await list.becomes("Done", { answerStatus: "Accepted" });
  expect(answer).toEqual({ status: "Accepted", certificateHashData: [certificateHashData] });
  const remove = await orders({ type: "Raw", action: "DeleteCertificate", payload: { certificateHashData } });
  await station.isSent(
    [
      2,
      AN_ID,
      "DeleteCertificate",
      {
        certificateHashData: {
          hashAlgorithm: "SHA256",
          issuerNameHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          issuerKeyHash: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
          serialNumber: "4076123456",
        },
      },
    ],
    [3, AN_ID, { status: "Accepted" }],
  );
  await remove.becomes("Done", { answerStatus: "Accepted" });
});

certify("TC_077_CSMS", async ({ booted, orders, books }) => {
  const station = await booted();
  const forAnother = certificateOf("ANOTHER");
  await isAskedToSign(station, { orders }, requestFor(certificateOf("SN-16"), { commonName: "SN-16" }));
  expect(await books.certificateRequests()).toMatchObject([{ state: "Pending" }]);
  const certificateChain = forAnother.certificate;
  const signed = await orders({ type: "Raw", action: "CertificateSigned", payload: { certificateChain } });
  await station.isSent([2, AN_ID, "CertificateSigned", { certificateChain }], [3, AN_ID, { status: "Rejected" }]);
  await signed.becomes("Rejected", { answerStatus: "Rejected" });
  const timestamp = minutesAgo(0);
  await station.says(
    [2, "1", "SecurityEventNotification", { type: "InvalidChargePointCertificate", timestamp, techInfo: "wrong key" }],
    [3, "1", {}],
  );
  expect(await books.securityEvents()).toMatchObject([
    { event: "InvalidChargePointCertificate", at: new Date(timestamp), info: "wrong key" },
  ]);
});

certify("TC_078_CSMS", async ({ booted, orders, books }) => {
  const station = await booted();
  const { certificate } = serverRoot;
  const install = await orders({
    type: "Raw",
    action: "InstallCertificate",
    payload: { certificateType: "CentralSystemRootCertificate", certificate },
  });
  await station.isSent(
    [2, AN_ID, "InstallCertificate", { certificateType: "CentralSystemRootCertificate", certificate }],
    [3, AN_ID, { status: "Rejected" }],
  );
  await install.becomes("Rejected", { answerStatus: "Rejected" });
  const timestamp = minutesAgo(0);
  await station.says(
    [2, "1", "SecurityEventNotification", { type: "InvalidCentralSystemCertificate", timestamp }],
    [3, "1", {}],
  );
  expect(await books.securityEvents()).toMatchObject([
    { event: "InvalidCentralSystemCertificate", at: new Date(timestamp), info: null },
  ]);
});

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

certify("TC_083_CSMS", async ({ kituo, identity, dials, orders, books }) => {
  await kituo.addStation(identity, { password: PASSWORD });
  const station = await dials({ password: PASSWORD });
  await boots(station, "boot");
  const change = await orders({ type: "ChangeSetting", key: "SecurityProfile", value: "2" });
  await station.isSent(
    [2, AN_ID, "ChangeConfiguration", { key: "SecurityProfile", value: "2" }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await station.isSent(
    [2, AN_ID, "GetConfiguration", { key: ["SecurityProfile"] }],
    [3, AN_ID, { configurationKey: [{ key: "SecurityProfile", readonly: false, value: "2" }] }],
  );
  await change.becomes("Done", { answerStatus: "Accepted" });
  const reset = await orders({ type: "Reset", when: "Now" });
  await station.isSent([2, AN_ID, "Reset", { type: "Hard" }], [3, AN_ID, { status: "Accepted" }]);
  await reset.becomes("WaitingForEffect", { answerStatus: "Accepted" });
  await station.dies();
  const secured = { url: kituo.ocppsUrl, password: PASSWORD, tls: tlsWith() };
  const higher = await dials(secured);
  await boots(higher, "again");
  await reset.becomes("Done");
  await higher.leaves();
  const lower = await refusalOf(`${kituo.ocppUrl}/${identity}`, { identity, password: PASSWORD });
  expect(lower).toMatchObject({ status: 403, body: "SecurityProfileDowngrade\n" });
  const restored = await dials(secured);
  await restored.says([2, "1", "Heartbeat", {}], [3, "1", { currentTime: A_TIME }]);
  expect(await books.station()).toMatchObject({ minSecurityProfile: 2 });
  expect((await books.connections()).map(({ securityProfile }) => securityProfile)).toEqual([1, 2, 2]);
  expect(await books.refused("SecurityProfileDowngrade")).toMatchObject({ count: 1 });
});

certify("TC_085_CSMS", async ({ kituo, identity, dials, books }) => {
  await kituo.addStation(identity, { password: PASSWORD });
  const url = `${kituo.ocppUrl}/${identity}`;
  expect(await refusalOf(url)).toMatchObject({ status: 401, challenge: 'Basic realm="OCPP"' });
  expect(await refusalOf(url, { identity, password: "not-the-password" })).toMatchObject({ status: 401 });
  expect(await refusalOf(url, { identity: "ANOTHER", password: PASSWORD })).toMatchObject({ status: 401 });
  expect(await books.connections()).toEqual([]);
  const station = await dials({ password: PASSWORD });
  await boots(station, "boot");
  expect(await books.connections()).toMatchObject([{ securityProfile: 1, closedAt: null }]);
  const overTls = await dials({ url: kituo.ocppsUrl, password: PASSWORD, tls: tlsWith() });
  await boots(overTls, "again");
  expect(await books.connections()).toMatchObject([
    { securityProfile: 1, closedAt: expect.any(Date) },
    { securityProfile: 2, closedAt: null },
  ]);
});

certify("TC_086_CSMS", async ({ kituo, identity, dials, books }) => {
  for (const [ciphers, kind] of [
    ["ECDHE-ECDSA-AES128-GCM-SHA256", "ec"],
    ["ECDHE-ECDSA-AES256-GCM-SHA384", "ec"],
    ["AES128-GCM-SHA256", "rsa"],
    ["AES256-GCM-SHA384", "rsa"],
  ] as const) {
    const port = Number(new URL(kituo.ocppsUrl).port);
    const ca = serverRoot.certificate;
    const socket = connect({ port, host: "localhost", ca, ciphers, maxVersion: "TLSv1.2" });
    await once(socket, "secureConnect");
    expect(socket.authorized).toBe(true);
    expect(socket.getCipher()).toMatchObject({ name: ciphers, version: "TLSv1.2" });
    expect(socket.getPeerCertificate().subject).toMatchObject({ CN: "localhost", O: CPO });
    expect(socket.getPeerX509Certificate()?.publicKey.asymmetricKeyType).toBe(kind);
    socket.destroy();
  }
  await kituo.addStation(identity, { password: PASSWORD, securityProfile: 2 });
  const station = await dials({ url: kituo.ocppsUrl, password: PASSWORD, tls: tlsWith() });
  await boots(station, "boot");
  expect(await books.connections()).toMatchObject([{ securityProfile: 2, closedAt: null }]);
  expect(await books.station()).toMatchObject({ registeredStatus: "Accepted", minSecurityProfile: 2 });
});

certify("TC_087_CSMS", async ({ kituo, identity, dials, books }) => {
  await kituo.addStation(identity, { securityProfile: 3 });
  const station = await dials({ url: kituo.ocppsUrl, tls: tlsWith(certificateOf(identity)) });
  await boots(station, "boot");
  expect(await books.connections()).toMatchObject([{ securityProfile: 3, closedAt: null }]);
  expect(await books.station()).toMatchObject({ registeredStatus: "Accepted", minSecurityProfile: 3 });
});

certify("TC_088_CSMS", async ({ kituo, identity, dials, books }) => {
  await kituo.addStation(identity);
  const unsupported = await refusalOf(`${kituo.ocppUrl}/${identity}`, { protocols: ["ocpp0.1"] });
  expect(unsupported.status).toBe(400);
  expect(await books.refused("NoCommonSubprotocol")).toMatchObject({ count: 1, offeredProtocols: "ocpp0.1" });
  const station = await dials({ protocols: ["ocpp0.1", "ocpp1.6"] });
  expect(station.subprotocol).toBe("ocpp1.6");
  await boots(station, "boot");
  expect(await books.station()).toMatchObject({ ocppVersion: "ocpp1.6", registeredStatus: "Accepted" });
});
