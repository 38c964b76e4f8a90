import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { gatewayEnvironment } from "@/lib/env/gateway";
import { createAuthority, issueCertificate } from "../../support/certificates";

const folder = mkdtempSync(path.join(tmpdir(), "kituo-tls-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string): string => {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
};
const authority = createAuthority({ commonName: "Root" });
const pair = (name: string, more: Partial<Parameters<typeof issueCertificate>[1]> = {}) => {
  const issued = issueCertificate(authority, { commonName: name, isFor: "Server", ...more });
  return { certificate: file(`${name}.crt`, issued.certificate), key: file(`${name}.key`, issued.key) };
};
const ecdsa = pair("ecdsa");
const rsa = pair("rsa", { kind: "RSA" });
const root = file("root.crt", authority.certificate);

const DATABASE_URL = "postgresql://localhost/kituo";
const withTls = (certificates: string, keys: string, more: Readonly<Record<string, string>> = {}) => ({
  DATABASE_URL,
  KITUO_OCPPS_PORT: "9443",
  KITUO_TLS_CERT: certificates,
  KITUO_TLS_KEY: keys,
  ...more,
});

/** The lines of what a start would say, without the folder. */
function problemsOf(source: Readonly<Record<string, string>>): readonly string[] {
  try {
    gatewayEnvironment(source);
    return [];
  } catch (error) {
    const [, ...lines] = String(error).replaceAll(`${folder}/`, "").split("\n  ");
    return lines;
  }
}

describe("the certificates a gateway is started with", () => {
  test("come from files, one pair for each kind of key, and an authority for stations", () => {
    const both = withTls(`${rsa.certificate}, ${ecdsa.certificate}`, `${rsa.key}, ${ecdsa.key}`, {
      KITUO_TLS_CLIENT_CA: root,
    });
    const { tls, ocppsPort } = gatewayEnvironment(both);
    expect(ocppsPort).toBe(9443);
    expect(tls?.pairs).toHaveLength(2);
    expect(tls?.clientAuthority).toContain("BEGIN CERTIFICATE");
  });

  test("are not looked at without a port for TLS", () => {
    expect(gatewayEnvironment({ DATABASE_URL, KITUO_TLS_CERT: "nowhere" })).toMatchObject({ tls: null });
  });

  test("are needed with a port for TLS", () => {
    expect(problemsOf({ DATABASE_URL, KITUO_OCPPS_PORT: "9443" })).toEqual([
      "KITUO_TLS_CERT: is needed with KITUO_OCPPS_PORT",
      "KITUO_TLS_KEY: is needed with KITUO_OCPPS_PORT",
    ]);
  });

  test("are told everything that is wrong with them at once, beside what is wrong elsewhere", () => {
    const old = pair("old", { validFrom: new Date("2020-01-01"), validTo: new Date("2021-01-01") });
    const weak = pair("weak", { kind: "RSA", rsaBits: 1_024 });
    const noise = file("noise.pem", "noise");
    const certificates = [old.certificate, ecdsa.certificate, noise, weak.certificate, "/nowhere/server.crt"];
    const keys = [old.key, rsa.key, noise, weak.key];
    const source = withTls(certificates.join(), keys.join(), { KITUO_TLS_CLIENT_CA: ecdsa.certificate });
    expect(problemsOf({ ...source, KITUO_OCPP_PORT: "many" })).toEqual([
      expect.stringMatching(/^KITUO_OCPP_PORT: /),
      "KITUO_TLS_CERT: /nowhere/server.crt cannot be read (ENOENT)",
      "KITUO_TLS_KEY: there are 4 files for the 5 of KITUO_TLS_CERT; each certificate needs its key, in the same order",
      "KITUO_TLS_CERT: old.crt has expired (Jan  1 00:00:00 2021 GMT)",
      "KITUO_TLS_CERT: noise.pem holds no certificate (PEM)",
      "KITUO_TLS_KEY: noise.pem holds no private key (PEM, without a passphrase)",
      "KITUO_TLS_KEY: rsa.key is not the key of ecdsa.crt",
      expect.stringMatching(/^KITUO_TLS_CERT: weak\.crt cannot be used: .*too small/),
      "KITUO_TLS_CLIENT_CA: CN=ecdsa in ecdsa.crt is no authority",
    ]);
  });
});
