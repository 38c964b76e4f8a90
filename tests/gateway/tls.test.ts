import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { updateStation } from "@/lib/services/stations/update-station";
import { createAuthority, type Issued, issueCertificate } from "../support/certificates";
import { startGateway, type TestGateway } from "../support/gateway";
import { metric } from "./support/metrics";
import { type DialOptions, dial, refusalOf, SAID, VERSIONS, type Version } from "./support/raw-station";

const PASSWORD = "a-long-enough-password";
const CPO = "Kituo Charging";

const serverAuthority = createAuthority({ commonName: "Server root" });
const stationAuthority = createAuthority({ commonName: "Station root", organization: CPO });
const otherAuthority = createAuthority({ commonName: "Station root", organization: CPO });
const serverPair = (kind: "RSA" | "ECDSA", commonName = "localhost"): Issued =>
  issueCertificate(serverAuthority, { commonName, organization: CPO, kind, isFor: "Server", hosts: ["localhost"] });
const tls = { pairs: [serverPair("RSA"), serverPair("ECDSA")], clientAuthority: stationAuthority.certificate };

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ tls, cpoName: CPO });
});
afterAll(() => kituo.stop());

type Wanted = Omit<Parameters<typeof issueCertificate>[1], "commonName">;
const certificateOf = (commonName: string, wanted: Wanted = {}, authority = stationAuthority): Issued =>
  issueCertificate(authority, { commonName, organization: CPO, ...wanted });

/** A station's side of TLS: it checks the server, and presents a certificate where it has one. */
const secure = (own: Issued | null = null, more: NonNullable<DialOptions["tls"]> = {}): DialOptions => ({
  tls: {
    ca: serverAuthority.certificate,
    ...(own === null ? {} : { cert: own.certificate, key: own.key }),
    ...more,
  },
});
const withPassword = (identity: string, password = PASSWORD) => ({ identity, password });

const urlOf = (identity: string, base = kituo.ocppsUrl): string => `${base}/${encodeURIComponent(identity)}`;

async function letIn(identity: string, options: DialOptions, base = kituo.ocppsUrl): Promise<void> {
  const station = await dial(base, identity, "1.6", options);
  await station.leave();
}

const refused = (identity: string, reason: string) =>
  vi.waitFor(
    () => kituo.db.handshakeRefusal.findUniqueOrThrow({ where: { identity_reason: { identity, reason } } }),
    5_000,
  );

/** The profiles of its connections, oldest first, and the lowest it may use from now on. */
async function profilesOf(identity: string) {
  const { connections, minSecurityProfile } = await kituo.db.station.findUniqueOrThrow({
    where: { identity },
    include: { connections: { orderBy: { epoch: "asc" } } },
  });
  return { used: connections.map(({ securityProfile }) => securityProfile), minSecurityProfile };
}

describe("the right station", () => {
  test("of profile 1 signs in with its password, and of profile 2 with its password over TLS", async () => {
    await kituo.addStation("RIGHT-1", { password: PASSWORD });
    await letIn("RIGHT-1", { password: PASSWORD }, kituo.ocppUrl);
    expect(await profilesOf("RIGHT-1")).toEqual({ used: [1], minSecurityProfile: 1 });
    await kituo.addStation("RIGHT-2", { password: PASSWORD, securityProfile: 2 });
    await letIn("RIGHT-2", { password: PASSWORD, ...secure() });
    expect(await profilesOf("RIGHT-2")).toEqual({ used: [2], minSecurityProfile: 2 });
  });

  test.each(["RSA", "ECDSA"] as const)("of profile 3 signs in with its %s certificate alone", async (kind) => {
    const identity = `RIGHT-3-${kind}`;
    await kituo.addStation(identity, { securityProfile: 3 });
    await letIn(identity, secure(certificateOf(identity, { kind })));
    expect(await profilesOf(identity)).toEqual({ used: [3], minSecurityProfile: 3 });
  });

  test("may have its certificate from an authority below ours, if it presents both", async () => {
    await kituo.addStation("CHAINED", { securityProfile: 3 });
    const factory = createAuthority({ commonName: "Factory" }, stationAuthority);
    const own = certificateOf("CHAINED", {}, factory);
    expect((await refusalOf(urlOf("CHAINED"), secure(own))).body).toBe("ClientCertificateUntrusted\n");
    await letIn("CHAINED", secure({ ...own, certificate: own.certificate + factory.certificate }));
  });

  test("may carry its serial number in its certificate, once that is known", async () => {
    await kituo.addStation("SERIAL", { securityProfile: 3 });
    const options = secure(certificateOf("SN-0815"));
    expect((await refusalOf(urlOf("SERIAL"), options)).status).toBe(403);
    await updateStation(kituo.ctx, "SERIAL", { serialNumber: "SN-0815" });
    await letIn("SERIAL", options);
    expect((await profilesOf("SERIAL")).used).toEqual([3]);
  });

  test("goes up from no profile to the third, step by step", async () => {
    await kituo.addStation("CLIMBER", { password: PASSWORD, securityProfile: 0 });
    await letIn("CLIMBER", {}, kituo.ocppUrl);
    await letIn("CLIMBER", { password: PASSWORD }, kituo.ocppUrl);
    await letIn("CLIMBER", { password: PASSWORD, ...secure() });
    await letIn("CLIMBER", secure(certificateOf("CLIMBER")));
    expect(await profilesOf("CLIMBER")).toEqual({ used: [0, 1, 2, 3], minSecurityProfile: 3 });
  });

  test("of profile 2 is not lifted to 3 by a certificate it presents besides its password", async () => {
    await kituo.addStation("BOTH", { password: PASSWORD, securityProfile: 2 });
    await letIn("BOTH", { password: PASSWORD, ...secure(certificateOf("BOTH")) });
    await letIn("BOTH", { password: PASSWORD, ...secure(certificateOf("FACTORY", {}, otherAuthority)) });
    expect(await profilesOf("BOTH")).toEqual({ used: [2, 2], minSecurityProfile: 2 });
  });
});

describe("the serial number that a station of profile 3 tells at boot (B01.FR.11, B01.FR.12)", () => {
  const boot = (version: Version, serialNumber: string | null) => {
    const told = { ...SAID[version].boot };
    if (version === "1.6")
      return { ...told, ...(serialNumber === null ? {} : { chargePointSerialNumber: serialNumber }) };
    return {
      ...told,
      chargingStation: { vendorName: "Raw", model: "R1", ...(serialNumber === null ? {} : { serialNumber }) },
    };
  };
  const aStation = async (identity: string, commonName: string, version: Version) => {
    await kituo.addStation(identity, { securityProfile: 3 });
    await updateStation(kituo.ctx, identity, { serialNumber: "SN-1" });
    return dial(kituo.ocppsUrl, identity, version, secure(certificateOf(commonName)));
  };
  const stationOf = (identity: string) =>
    kituo.db.station.findUniqueOrThrow({
      where: { identity },
      include: { connections: { orderBy: { epoch: "asc" } } },
    });

  test.each(VERSIONS)("is held against its certificate: with another one it is cut off in %s", async (version) => {
    const identity = `MISMATCH-${version}`;
    const station = await aStation(identity, "SN-1", version);
    station.say([2, "boot", "BootNotification", boot(version, "SN-2")], [2, "after", "Heartbeat", {}]);
    expect((await station.next()).slice(0, 3)).toEqual([4, "boot", "SecurityError"]);
    expect(await station.closed).toEqual({ code: 1008, reason: "SerialNumberMismatch" });
    expect(station.untaken()).toEqual([]);
    await vi.waitFor(async () => {
      const { connections } = await stationOf(identity);
      expect(connections).toMatchObject([{ closeCode: 1008, closeReason: "SerialNumberMismatch" }]);
    });
    expect(await stationOf(identity)).toMatchObject({ serialNumber: "SN-1", vendor: null, bootedAt: null });
    const { id } = await stationOf(identity);
    const logged = await kituo.db.messageLog.findMany({ where: { stationId: id, direction: "In" } });
    expect(logged).toMatchObject([{ action: "BootNotification", result: "SecurityError" }]);
    expect(await metric(kituo.liveUrl, "kituo_closes_total", { reason: "SerialNumberMismatch" })).toBeGreaterThan(0);
  });

  test.each([
    ["with the one of its certificate", "SN-1", "SN-1", "SN-1"],
    ["without one", "SN-1", null, "SN-1"],
    ["with any, where its certificate names its identity", null, "SN-3", "SN-3"],
  ])("%s it stays, and may come again", async (what, commonName, told, kept) => {
    for (const version of VERSIONS) {
      const identity = `SERIAL ${what} ${version}`;
      const station = await aStation(identity, commonName ?? identity, version);
      expect((await station.ask("BootNotification", boot(version, told)))[0]).toBe(3);
      await station.leave();
      await letIn(identity, secure(certificateOf(commonName ?? identity)));
      expect(await stationOf(identity)).toMatchObject({ serialNumber: kept, vendor: "Raw" });
    }
  });

  test("is nobody's proof where the station signed in by password", async () => {
    await kituo.addStation("PASSWORD-SERIAL", { password: PASSWORD, securityProfile: 2 });
    const station = await dial(kituo.ocppsUrl, "PASSWORD-SERIAL", "1.6", {
      password: PASSWORD,
      ...secure(certificateOf("SN-1")),
    });
    expect((await station.ask("BootNotification", boot("1.6", "SN-9")))[0]).toBe(3);
    await station.leave();
  });
});

const YESTERDAY = new Date(Date.now() - 86_400_000);
const TOMORROW = new Date(Date.now() + 86_400_000);

describe("a station of profile 3 is refused", () => {
  test.each<[what: string, own: (identity: string) => Issued | null, reason: string]>([
    ["without a certificate", () => null, "ClientCertificateMissing"],
    ["with one of another authority", (name) => certificateOf(name, {}, otherAuthority), "ClientCertificateUntrusted"],
    ["with an authority's own", () => otherAuthority, "ClientCertificateUntrusted"],
    ["with a server's", (name) => certificateOf(name, { isFor: "Server" }), "ClientCertificateUntrusted"],
    [
      "with a key too short",
      (name) => certificateOf(name, { kind: "RSA", rsaBits: 1_024 }),
      "ClientCertificateUntrusted",
    ],
    ["with another's name", () => certificateOf("SOMEBODY-ELSE"), "ClientCertificateWrongName"],
    ["with a longer name", (name) => certificateOf(`${name}0`), "ClientCertificateWrongName"],
    [
      "with another operator's",
      (name) => certificateOf(name, { organization: "Another CPO" }),
      "ClientCertificateWrongOrganization",
    ],
    [
      "with an expired one",
      (name) => certificateOf(name, { validFrom: YESTERDAY, validTo: new Date(Date.now() - 60_000) }),
      "ClientCertificateExpired",
    ],
    [
      "with one of tomorrow",
      (name) => certificateOf(name, { validFrom: TOMORROW, validTo: new Date(TOMORROW.getTime() + 60_000) }),
      "ClientCertificateNotYetValid",
    ],
  ])("%s, whatever its password", async (what, own, reason) => {
    const identity = `NO-3 ${what}`;
    await kituo.addStation(identity, { password: PASSWORD, securityProfile: 3 });
    // A certificate whose key is too short is not even loaded at the usual level.
    const options = secure(own(identity), { ciphers: "DEFAULT:@SECLEVEL=0" });
    expect(await refusalOf(urlOf(identity), options)).toMatchObject({
      status: 403,
      challenge: null,
      body: `${reason}\n`,
    });
    expect(await refusalOf(urlOf(identity), { ...options, ...withPassword(identity) })).toMatchObject({ status: 403 });
    await vi.waitFor(async () => expect((await refused(identity, reason)).count).toBe(2), 5_000);
    expect((await profilesOf(identity)).used).toEqual([]);
  });

  test("where no authority for certificates was given", async () => {
    const { clientAuthority: _, ...pairs } = tls;
    const without = await startGateway({ tls: { ...pairs, clientAuthority: null } });
    await without.addStation("UNCHECKED", { securityProfile: 3 });
    const answer = await refusalOf(urlOf("UNCHECKED", without.ocppsUrl), secure(certificateOf("UNCHECKED")));
    expect(answer).toMatchObject({ status: 403, body: "NoClientAuthority\n" });
    await without.stop();
  });
});

test.each<[what: string, credentials: DialOptions & { identity?: string }, reason: string]>([
  ["without a password", {}, "MissingCredentials"],
  ["with a wrong one", withPassword("NO-2 with a wrong one", "not-the-password"), "WrongPassword"],
  ["with another's name", withPassword("ANOTHER"), "WrongUserName"],
])("a station of profile 2 is challenged %s", async (what, credentials, reason) => {
  const identity = `NO-2 ${what}`;
  await kituo.addStation(identity, { password: PASSWORD, securityProfile: 2 });
  const answer = await refusalOf(urlOf(identity), { ...secure(), ...credentials });
  expect(answer).toMatchObject({ status: 401, challenge: 'Basic realm="OCPP"' });
  expect((await refused(identity, reason)).count).toBe(1);
});

test("a station of profile 2 that comes with a wrong certificate instead of its password is told of that", async () => {
  await kituo.addStation("INSTEAD", { password: PASSWORD, securityProfile: 2 });
  expect((await refusalOf(urlOf("INSTEAD"), secure(certificateOf("ELSE")))).body).toBe("ClientCertificateWrongName\n");
});

test("strangers, blocked stations and those without a common subprotocol are refused over TLS as without", async () => {
  expect((await refusalOf(urlOf("TLS-STRANGER"), secure(certificateOf("TLS-STRANGER")))).status).toBe(404);
  expect((await refused("TLS-STRANGER", "UnknownIdentity")).count).toBe(1);
  await kituo.addStation("NO-VERSION", { securityProfile: 3 });
  const options = { ...secure(certificateOf("NO-VERSION")), protocols: ["ocpp0.9"] };
  expect((await refusalOf(urlOf("NO-VERSION"), options)).status).toBe(400);
  expect((await refused("NO-VERSION", "NoCommonSubprotocol")).offeredProtocols).toBe("ocpp0.9");
  await updateStation(kituo.ctx, "NO-VERSION", { blocked: true });
  expect((await refusalOf(urlOf("NO-VERSION"), secure(certificateOf("NO-VERSION")))).body).toBe("Blocked\n");
});

describe("after a higher profile", () => {
  test("a lower one is refused for good, also where the station's setting would allow it", async () => {
    const identity = "DOWNGRADED";
    await kituo.addStation(identity, { password: PASSWORD, securityProfile: 1 });
    await letIn(identity, { password: PASSWORD, ...secure() });
    const plain = urlOf(identity, kituo.ocppUrl);
    expect(await refusalOf(plain, withPassword(identity))).toMatchObject({ status: 403 });
    await vi.waitFor(async () => expect((await refused(identity, "SecurityProfileDowngrade")).count).toBe(1), 5_000);

    await letIn(identity, secure(certificateOf(identity)));
    const overTls = await refusalOf(urlOf(identity), { ...secure(), ...withPassword(identity) });
    expect(overTls).toMatchObject({ status: 403, body: "SecurityProfileDowngrade\n" });
    expect((await refusalOf(plain, withPassword(identity))).body).toBe("SecurityProfileDowngrade\n");
    await updateStation(kituo.ctx, identity, { securityProfile: 0 });
    expect((await refusalOf(plain, withPassword(identity))).body).toBe("SecurityProfileDowngrade\n");
    await vi.waitFor(async () => expect((await refused(identity, "SecurityProfileDowngrade")).count).toBe(4), 5_000);
  });

  test("a replaced charger may begin below where an operator says so", async () => {
    await kituo.addStation("REPLACED", { password: PASSWORD, securityProfile: 1 });
    await letIn("REPLACED", { password: PASSWORD, ...secure() });
    await updateStation(kituo.ctx, "REPLACED", { minSecurityProfile: 1 });
    await letIn("REPLACED", { password: PASSWORD }, kituo.ocppUrl);
    expect(await profilesOf("REPLACED")).toEqual({ used: [2, 1], minSecurityProfile: 1 });
  });
});

/** Opens TLS and no more. */
async function handshake(options: ConnectionOptions, base = kituo.ocppsUrl): Promise<TLSSocket> {
  const socket = connectTls({
    port: Number(new URL(base).port),
    host: "localhost",
    ca: serverAuthority.certificate,
    ...options,
  });
  await once(socket, "secureConnect");
  return socket;
}

describe("TLS itself", () => {
  test.each([
    ["ECDHE-ECDSA-AES128-GCM-SHA256", "EC"],
    ["ECDHE-ECDSA-AES256-GCM-SHA384", "EC"],
    ["AES128-GCM-SHA256", "RSA"],
    ["AES256-GCM-SHA384", "RSA"],
  ])("a station that speaks %s alone is served with a certificate for it", async (ciphers, kind) => {
    const socket = await handshake({ ciphers, maxVersion: "TLSv1.2" });
    expect(socket.getCipher()).toMatchObject({ name: ciphers, version: "TLSv1.2" });
    expect(socket.getPeerX509Certificate()?.publicKey.asymmetricKeyType).toBe(kind.toLowerCase());
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });

  test("a station that knows no more than TLS 1.1, a plain request and noise are cut off, counted, and harm nobody", async () => {
    const failed = (): Promise<number> => metric(kituo.liveUrl, "kituo_handshakes_total", { outcome: "TlsFailed" });
    const before = await failed();
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT:@SECLEVEL=0" } as const;
    await expect(handshake(old)).rejects.toThrow(/protocol|alert/i);
    for (const text of ["GET /ocpp/X HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u0000\u0001 noise"]) {
      const socket = connectTcp(Number(new URL(kituo.ocppsUrl).port), "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(text);
      socket.resume();
      await once(socket, "close");
    }
    await vi.waitFor(async () => expect(await failed()).toBe(before + 3), 5_000);
    await kituo.addStation("AFTER-NOISE", { password: PASSWORD, securityProfile: 2 });
    await letIn("AFTER-NOISE", { password: PASSWORD, ...secure() });
  });

  test.each(["TLSv1.2", "TLSv1.3"] as const)("a resumed %s session is judged like a new one", async (version) => {
    const identity = `RESUMED-${version}`;
    await kituo.addStation(identity, { securityProfile: 3 });
    const own = certificateOf(identity);
    const options = { minVersion: version, maxVersion: version, cert: own.certificate, key: own.key } as const;
    const first = connectTls({
      port: Number(new URL(kituo.ocppsUrl).port),
      host: "localhost",
      ca: serverAuthority.certificate,
      ...options,
    });
    const [session] = (await once(first, "session")) as [Buffer];
    first.destroy();
    const again = await handshake({ ...options, session });
    expect(again.isSessionReused()).toBe(true);
    again.destroy();
    await letIn(identity, secure(null, { ...options, session }));
    await kituo.addStation(`${identity}-OTHER`, { securityProfile: 3 });
    const other = await refusalOf(urlOf(`${identity}-OTHER`), secure(null, { ...options, session }));
    expect(other.body).toBe("ClientCertificateWrongName\n");
  });

  test("renewed certificates serve the next connection, and those that are open stay", async () => {
    const renewing = await startGateway({ tls });
    await renewing.addStation("STAYS", { password: PASSWORD, securityProfile: 2 });
    const station = await dial(renewing.ocppsUrl, "STAYS", "1.6", { password: PASSWORD, ...secure() });
    const pair = serverPair("ECDSA", "renewed.localhost");
    renewing.gateway.reloadTls({ pairs: [pair], clientAuthority: otherAuthority.certificate });
    const next = await handshake({}, renewing.ocppsUrl);
    expect(next.getPeerCertificate().subject.CN).toBe("renewed.localhost");
    next.destroy();
    expect((await station.ask("Heartbeat", {}))[0]).toBe(3);
    await station.leave();
    await renewing.addStation("NEW-ROOT", { securityProfile: 3 });
    const old = await refusalOf(urlOf("NEW-ROOT", renewing.ocppsUrl), secure(certificateOf("NEW-ROOT")));
    expect(old.body).toBe("ClientCertificateUntrusted\n");
    await letIn("NEW-ROOT", secure(certificateOf("NEW-ROOT", {}, otherAuthority)), renewing.ocppsUrl);
    await renewing.stop();
  });
});
