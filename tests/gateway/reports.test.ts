import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGateway, type TestGateway } from "../support/gateway";
import { dialAndBoot, type RawStation, VERSIONS, type Version } from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

const AT = new Date(Date.now() - 60_000).toISOString();
const pem = (base64: string): string =>
  `-----BEGIN CERTIFICATE REQUEST-----\n${base64}\n-----END CERTIFICATE REQUEST-----\n`;
const [CSR, NEWER_CSR] = [pem("MAA="), pem("MAIFAA==")];

async function aStation(version: Version): Promise<RawStation> {
  const identity = `REPORT-${crypto.randomUUID().slice(0, 8)}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

const stationOf = ({ identity }: RawStation) => ({ where: { station: { identity } }, orderBy: { id: "asc" } }) as const;

async function announced(type: string, { identity }: RawStation): Promise<readonly unknown[]> {
  const rows = await kituo.db.outboxEntry.findMany({ orderBy: { id: "asc" } });
  return rows
    .map(({ event }) => event as { readonly type: string; readonly identity: string })
    .filter((event) => event.type === type && event.identity === identity);
}

describe("a station of 1.6", () => {
  test.each([
    [
      "FirmwareStatusNotification",
      { status: "Downloading" },
      { kind: "Firmware", status: "Downloading", requestId: null },
    ],
    [
      "SignedFirmwareStatusNotification",
      { status: "SignatureVerified", requestId: 7 },
      { kind: "Firmware", status: "SignatureVerified", requestId: 7 },
    ],
    ["DiagnosticsStatusNotification", { status: "UploadFailed" }, { kind: "Diagnostics", status: "UploadFailure" }],
    ["LogStatusNotification", { status: "Uploaded", requestId: 3 }, { kind: "Log", status: "Uploaded", requestId: 3 }],
    ["FirmwareStatusNotification", { status: "installed", percent: 100 }, { kind: "Firmware", status: "Installed" }],
  ])("tells by %s how it stands: kept, announced and answered", async (action, payload, kept) => {
    const station = await aStation("1.6");
    expect(await station.ask(action, payload, "q")).toEqual([3, "q", {}]);
    expect(await kituo.db.stationReport.findMany(stationOf(station))).toMatchObject([kept]);
    expect(await announced("StationReported", station)).toMatchObject([kept]);
    await station.leave();
  });
});

describe.each(VERSIONS)("a station that speaks %s", (version) => {
  test("tells each step of an update, and all are kept in their order", async () => {
    const station = await aStation(version);
    const steps = ["Downloading", "Downloaded", "Installing", "Installed", "Installed"];
    for (const status of steps) await station.ask("FirmwareStatusNotification", { status });
    const kept = await kituo.db.stationReport.findMany(stationOf(station));
    expect(kept.map(({ status }) => status)).toEqual(steps);
    await station.leave();
  });

  test("tells a security event, which is kept and announced once however often it is told", async () => {
    const station = await aStation(version);
    const event = { type: "FirmwareUpdated", timestamp: AT, techInfo: "1.2" };
    expect(await station.ask("SecurityEventNotification", event, "one")).toEqual([3, "one", {}]);
    expect(await station.ask("SecurityEventNotification", event, "two")).toEqual([3, "two", {}]);
    await station.ask("SecurityEventNotification", { ...event, techInfo: "1.3" });
    const kept = await kituo.db.securityEvent.findMany(stationOf(station));
    expect(kept).toMatchObject([
      { event: "FirmwareUpdated", info: "1.2", at: new Date(AT) },
      { event: "FirmwareUpdated", info: "1.3" },
    ]);
    expect(await announced("SecurityEventReported", station)).toMatchObject([{ info: "1.2", at: AT }, { info: "1.3" }]);
    await station.leave();
  });

  test("asks for a certificate: a request waits, asked again it is one, and a newer one takes its place", async () => {
    const station = await aStation(version);
    const sign = (csr: string, id: string) => station.ask("SignCertificate", { csr }, id);
    expect(await sign(CSR, "one")).toEqual([3, "one", { status: "Accepted" }]);
    expect(await sign(CSR, "two")).toEqual([3, "two", { status: "Accepted" }]);
    const requests = () => kituo.db.certificateRequest.findMany(stationOf(station));
    expect(await requests()).toMatchObject([{ csr: CSR, use: "ChargingStation", state: "Pending" }]);
    await sign(NEWER_CSR, "three");
    expect(await requests()).toMatchObject([{ state: "Superseded" }, { csr: NEWER_CSR, state: "Pending" }]);
    expect(await announced("CertificateRequested", station)).toHaveLength(3);
    await station.leave();
  });

  test("is refused a certificate for what is no request", async () => {
    const station = await aStation(version);
    for (const csr of ["", "-----BEGIN CERTIFICATE REQUEST-----", pem("MQA=")]) {
      expect(await station.ask("SignCertificate", { csr }, "q")).toEqual([3, "q", { status: "Rejected" }]);
    }
    expect(await kituo.db.certificateRequest.count(stationOf(station))).toBe(0);
    await station.leave();
  });
});
