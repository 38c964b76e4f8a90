import { describe, expect, test } from "vitest";
import { withoutSecrets, withoutSecretsInFrame } from "@/lib/domain/secret-text";

describe("a text as people may see it", () => {
  test.each([
    ["ftp://acme:s3cret@files.example.org/up", "ftp://acme:[redacted]@files.example.org/up"],
    ["sftp://acme:p@ss:word@files.example.org:22/", "sftp://acme:[redacted]@files.example.org:22/"],
    [
      "failed to fetch https://u:pw@h/x, then ftp://a:b@c",
      "failed to fetch https://u:[redacted]@h/x, then ftp://a:[redacted]@c",
    ],
    [
      "http://kituo.example:9220/uploads/Zm9vYmFyYmF6cXV4MTIz/log.zip",
      "http://kituo.example:9220/uploads/[redacted]/log.zip",
    ],
    ["https://kituo.example/firmware/0123456789abcdef", "https://kituo.example/firmware/[redacted]"],
    [
      "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\n",
      "-----BEGIN EC PRIVATE KEY-----[redacted]-----END EC PRIVATE KEY-----\n",
    ],
    ["-----BEGIN PRIVATE KEY-----\\nMHcCAQ", "-----BEGIN PRIVATE KEY-----[redacted]"],
  ])("%s", (text, shown) => expect(withoutSecrets(text)).toBe(shown));

  test.each([
    ["ftp://files.example.org:2121/logs?mail=a@b"],
    ["https://vendor.example/firmware/wall22-2.4.1.bin"],
    ["wss://user@kituo.example/ocpp"],
    ["10:30:11 started"],
    ["-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----"],
  ])("%s is as it was", (text) => expect(withoutSecrets(text)).toBe(text));
});

describe("a frame that could not be read", () => {
  test.each([
    ['[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"s3cret"'],
    ['[3,"1",{"configurationKey":[{"value":"s3cret","key":"AuthorizationKey"}'],
    [
      '[2,"1","SetVariables",{"setVariableData":[{"variable":{"name":"BasicAuthPassword"},"attributeValue":"s3cret\\"x"',
    ],
    ['[2,"1","SetNetworkProfile",{"connectionData":{"apn":{"apnPassword":"s3cret"'],
    ['[2,"1","GetDiagnostics",{"location":"ftp://u:s3cret@h/"'],
  ])("does not show the secret of %s", (text) => expect(withoutSecretsInFrame(text)).not.toContain("s3cret"));

  test("is otherwise shown as it came", () => {
    const text = '[2,"1","ChangeConfiguration",{"key":"HeartbeatInterval","value":"60"';
    expect(withoutSecretsInFrame(text)).toBe(text);
  });
});
