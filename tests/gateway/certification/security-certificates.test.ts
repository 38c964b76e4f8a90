import { expect } from "vitest";
import { createAuthority, requestFor } from "../../support/certificates";
import { type Bench, boots, certification } from "../support/certification";
import { CPO, certificateOf, SECURE, serverRoot, stationRoot, tlsWith } from "../support/certification-tls";
import { minutesAgo } from "../support/session-frames";
import { A_TIME, AN_ID, type ToolStation } from "../support/tool-station";

const manufacturerRoot = createAuthority({ commonName: "Manufacturer root" });

const { certify } = certification(SECURE);

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
