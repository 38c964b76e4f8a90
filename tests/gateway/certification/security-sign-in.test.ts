import { once } from "node:events";
import { connect } from "node:tls";
import { expect } from "vitest";
import { rotatePassword } from "@/lib/services/stations/rotate-password";
import { boots, certification } from "../support/certification";
import { CPO, certificateOf, SECURE, serverRoot, tlsWith } from "../support/certification-tls";
import { refusalOf } from "../support/raw-station";
import { A_TIME, AN_ID } from "../support/tool-station";

const PASSWORD = "a-long-enough-password";

const { certify } = certification(SECURE);

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
