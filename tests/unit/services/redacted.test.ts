import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redacted, redactedText } from "@/lib/services/commands/redacted";

const SECRET = "s3cret-s3cret";
const shows = (value: Parameters<typeof redacted>[0]) => JSON.stringify(redacted(value)).includes(SECRET);

describe("what people see of a request", () => {
  test.each([
    ["a 1.6 setting", { key: "AuthorizationKey", value: SECRET }],
    ["a 1.6 answer", { configurationKey: [{ key: "AuthorizationKey", readonly: false, value: SECRET }] }],
    [
      "a 2.x variable",
      {
        setVariableData: [
          { component: { name: "SecurityCtrlr" }, variable: { name: "BasicAuthPassword" }, attributeValue: SECRET },
        ],
      },
    ],
    [
      "a network profile",
      { connectionData: { apn: { apnPassword: SECRET, simPin: SECRET }, basicAuthPassword: SECRET } },
    ],
    ["a VPN", { connectionData: { vpn: { server: "v", user: "u", password: SECRET, key: SECRET, type: "IPSec" } } }],
    [
      "a report of 2.x",
      {
        reportData: [
          { variable: { name: "BasicAuthPassword" }, variableAttribute: [{ type: "Actual", value: SECRET }] },
        ],
      },
    ],
    ["an event of 2.x", { eventData: [{ variable: { name: "BasicAuthPassword" }, actualValue: SECRET }] }],
    ["a location", { log: { remoteLocation: `ftp://acme:${SECRET}@example.org/` } }],
    ["a private key", { note: `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----` }],
    ["one of our own addresses", { location: `https://kituo.example/uploads/${SECRET}-${SECRET}` }],
    ["an address to upload to", { type: "GetLog", location: `ftp://kituo:${SECRET}@files.example.org/in` }],
    ["an address within a log", { log: { remoteLocation: `https://kituo:${SECRET}@files.example.org/in` } }],
  ])("never holds the password in %s", (_, request) => {
    expect(shows(request)).toBe(false);
  });

  test("shows what a vendor transfers as it is, in the log and in a command", () => {
    const payload = { vendorId: "com.acme", data: `{"password":"${SECRET}"}`, password: SECRET };
    expect(redactedText("DataTransfer", payload)).toBe(JSON.stringify(payload));
    expect(redacted({ action: "DataTransfer", payload })).toEqual({ action: "DataTransfer", payload });
    expect(redactedText("ChangeConfiguration", { key: "AuthorizationKey", value: SECRET })).not.toContain(SECRET);
  });

  test("shows where a log goes, without the secret of the address", () => {
    const location = `http://kituo.example:9220/uploads/${"0a".repeat(20)}/`;
    expect(redacted({ location })).toEqual({ location: "http://kituo.example:9220/uploads/[redacted]/" });
    expect(redacted({ location: "http://kituo.example:9220/uploads" })).toEqual({
      location: "http://kituo.example:9220/uploads",
    });
  });

  test("is otherwise as it was", () => {
    const request = { key: "HeartbeatInterval", value: "60", list: [1, null, { passwords: { count: 2 } }] };
    expect(redacted(request)).toEqual(request);
  });

  test("never holds a password, however deep it stands", () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constant({ key: "AuthorizationKey", value: SECRET }),
        fc.constant({ password: SECRET }),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie("tree"), { maxKeys: 3 }),
      ),
    }));
    fc.assert(fc.property(tree, (value) => !shows(JSON.parse(JSON.stringify(value)))));
    expect(shows({ note: SECRET })).toBe(true);
  });
});
