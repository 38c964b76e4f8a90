import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBasicAuth, passwordForms } from "@/ocpp-gateway/transport/basic-auth";
import { parseIdentity } from "@/ocpp-gateway/transport/identity";
import { chooseSubprotocol } from "@/ocpp-gateway/transport/subprotocol";

describe("the identity in the URL", () => {
  test.each([
    ["/ocpp/CS001", "CS001", "/ocpp"],
    ["/ocpp/CS001/", "CS001", "/ocpp"],
    ["/ocpp//CS001", "CS001", "/ocpp"],
    ["/ocpp/CS001?x=1/2#y", "CS001", "/ocpp"],
    ["/ocpp16/CS001", "CS001", "/ocpp16"],
    ["/ocpp/tenant/CS001", "CS001", "/ocpp/tenant"],
    ["/ocpp/RDAM%20123", "RDAM 123", "/ocpp"],
    ["/ocpp/RDAM%7C123", "RDAM|123", "/ocpp"],
    ["/ocpp/A%2FB", "A/B", "/ocpp"],
    ["/ocpp/A+B", "A+B", "/ocpp"],
    ["/ocpp/A%252520B", "A%2520B", "/ocpp"],
    ["/ocpp/S%C3%A4ule", "Säule", "/ocpp"],
    ["/ocpp/ocpp", "ocpp", "/ocpp"],
    [`/ocpp/${"x".repeat(255)}`, "x".repeat(255), "/ocpp"],
  ])("%s", (url, identity, path) => {
    expect(parseIdentity(url)).toEqual({ ok: true, value: { identity, path } });
  });

  test.each([
    ["/", "IdentityMissing"],
    ["", "IdentityMissing"],
    ["/ocpp", "IdentityMissing"],
    ["/ocpp/", "IdentityMissing"],
    ["/ocpp/%20", "IdentityMissing"],
    ["/CS001", "WrongPath"],
    ["/api/CS001", "WrongPath"],
    ["/ocpp/%E0%A4%A", "MalformedUrl"],
    ["/ocpp/%", "MalformedUrl"],
    ["/ocpp/A%00B", "IdentityUnusable"],
    ["/ocpp/A%0AB", "IdentityUnusable"],
    ["/ocpp/A%E2%80%AEB", "IdentityUnusable"],
    [`/ocpp/${"x".repeat(256)}`, "IdentityTooLong"],
  ])("%s is refused: %s", (url, error) => {
    expect(parseIdentity(url)).toEqual({ ok: false, error });
  });

  test("never throws, whatever is dialled", () => {
    const url = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string().map((text) => `/ocpp/%${text}`),
    );
    fc.assert(
      fc.property(url, (text) => {
        expect(parseIdentity(text)).toHaveProperty("ok");
      }),
    );
  });
});

describe("the subprotocol", () => {
  const SUPPORTED = ["ocpp2.0.1", "ocpp1.6"];

  test("is the station's first wish that we can fulfil", () => {
    expect(chooseSubprotocol("ocpp1.6, ocpp2.0.1", SUPPORTED, null)).toEqual({
      ok: true,
      value: { token: "ocpp1.6", version: "ocpp1.6" },
    });
    expect(chooseSubprotocol("ocpp2.1,ocpp2.0.1", SUPPORTED, null)).toMatchObject({ value: { version: "ocpp2.0.1" } });
  });

  test("is echoed exactly as it was offered", () => {
    expect(chooseSubprotocol("ocpp0.1, OCPP1.6", SUPPORTED, null)).toEqual({
      ok: true,
      value: { token: "OCPP1.6", version: "ocpp1.6" },
    });
  });

  test("is refused when there is none in common", () => {
    expect(chooseSubprotocol("ocpp2.0, ocpp1.5", SUPPORTED, null)).toEqual({ ok: false, error: "NoneInCommon" });
  });

  test("is refused when there is none at all", () => {
    expect(chooseSubprotocol(undefined, SUPPORTED, null)).toEqual({ ok: false, error: "NoneOffered" });
    expect(chooseSubprotocol(" , ", SUPPORTED, null)).toEqual({ ok: false, error: "NoneOffered" });
  });

  test("of a pinned station is the pinned one or none", () => {
    expect(chooseSubprotocol("ocpp2.0.1, ocpp1.6", SUPPORTED, "ocpp1.6")).toMatchObject({
      value: { version: "ocpp1.6" },
    });
    expect(chooseSubprotocol("ocpp2.0.1", SUPPORTED, "ocpp1.6")).toEqual({ ok: false, error: "NoneInCommon" });
  });
});

describe("basic credentials", () => {
  const header = (bytes: Buffer) => `Basic ${bytes.toString("base64")}`;

  test("reads the example of the norm, whose key is raw bytes", () => {
    const read = parseBasicAuth("Basic QUwxMDAwOgABAgMEBQYH////////////////", "AL1000");
    expect(read.ok && read.value.user.toString()).toBe("AL1000");
    expect(read.ok && read.value.password.toString("hex")).toBe("0001020304050607ffffffffffffffffffffffff");
  });

  test("splits behind the identity, not at a colon", () => {
    const read = parseBasicAuth(header(Buffer.from("CS:1:pass:word")), "CS:1");
    expect(read.ok && read.value.password.toString()).toBe("pass:word");
  });

  test("lets an empty password through to be compared", () => {
    const read = parseBasicAuth(header(Buffer.from("CS1:")), "CS1");
    expect(read.ok && read.value.password).toHaveLength(0);
  });

  test("refuses another user, whatever its case", () => {
    expect(parseBasicAuth(header(Buffer.from("cs1:secret")), "CS1")).toEqual({ ok: false, error: "WrongUser" });
    expect(parseBasicAuth(header(Buffer.from("CS10:secret")), "CS1")).toEqual({ ok: false, error: "WrongUser" });
  });

  test.each([
    [undefined, "Missing"],
    ["", "Missing"],
    ["Bearer abc", "Malformed"],
    ["Basic", "Malformed"],
    ["Basic ???", "Malformed"],
    [header(Buffer.from("no colon")), "Malformed"],
  ])("%s is %s", (text, error) => {
    expect(parseBasicAuth(text, "CS1")).toEqual({ ok: false, error });
  });

  test("a key in hex may stand for its bytes", () => {
    const forms = (text: string) => passwordForms(Buffer.from(text)).map((form) => form.toString("latin1"));
    expect(forms("0123456789abcdef".repeat(2))).toEqual([
      "0123456789abcdef".repeat(2),
      Buffer.from("0123456789abcdef".repeat(2), "hex").toString("latin1"),
    ]);
    expect(forms("0123456789abcdef")).toHaveLength(1);
    expect(forms(`${"ab".repeat(16)}c`)).toHaveLength(1);
    expect(forms("zz".repeat(16))).toHaveLength(1);
  });
});
