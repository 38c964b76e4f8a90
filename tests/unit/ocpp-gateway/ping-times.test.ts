import { expect, test } from "vitest";
import { createPingTimes } from "@/ocpp-gateway/transport/ping-times";
import { requestFailure } from "@/ocpp-gateway/transport/request-failure";
import { tlsFailure } from "@/ocpp-gateway/transport/tls-failure";

test("ping times are the last, the middle and the longest", () => {
  const pings = createPingTimes();
  expect(pings.figures()).toBeNull();
  let at = 0;
  for (const tookMs of [40, 900, 50]) {
    pings.sent((at += 15_000));
    pings.answered(at + tookMs);
  }
  expect(pings.figures()).toEqual({ lastMs: 50, medianMs: 50, maxMs: 900 });
});

test("a pong nobody asked for, and a second one, count for nothing", () => {
  const pings = createPingTimes();
  pings.answered(5);
  expect(pings.figures()).toBeNull();
  pings.sent(100);
  pings.answered(130);
  pings.answered(9_000);
  expect(pings.figures()).toEqual({ lastMs: 30, medianMs: 30, maxMs: 30 });
});

test("a pong that takes longer than the next ping is not taken for that one's", () => {
  const pings = createPingTimes();
  pings.sent(0);
  pings.sent(15_000);
  pings.answered(16_000);
  expect(pings.figures()).toMatchObject({ lastMs: 16_000 });
});

test("the median is that of late, the longest that of the whole connection", () => {
  const pings = createPingTimes();
  const ping = (tookMs: number): void => {
    pings.sent(0);
    pings.answered(tookMs);
  };
  for (let count = 0; count < 40; count += 1) ping(2_000);
  for (let count = 0; count < 32; count += 1) ping(10);
  expect(pings.figures()).toEqual({ lastMs: 10, medianMs: 10, maxMs: 2_000 });
});

test.each([
  ["ERR_SSL_UNSUPPORTED_PROTOCOL", "TlsTooOld"],
  ["ERR_SSL_NO_SHARED_CIPHER", "TlsNoCommonCipher"],
  ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "TlsServerUntrusted"],
  ["ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED", "TlsServerExpired"],
  ["ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", "TlsServerRejected"],
  ["ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN", "TlsServerRejected"],
  ["ERR_SSL_HTTP_REQUEST", "PlainOnTlsPort"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "NotTls"],
  ["ERR_TLS_HANDSHAKE_TIMEOUT", "TlsTimeout"],
  ["ECONNRESET", "TlsAborted"],
  ["ERR_SSL_SOMETHING_NEW", "TlsFailed"],
])("TLS that fails with %s is %s", (code, reason) => {
  expect(tlsFailure(code)).toBe(reason);
});

test.each([
  [{ code: "ERR_HTTP_REQUEST_TIMEOUT" }, "HandshakeTimeout"],
  [{ code: "HPE_HEADER_OVERFLOW" }, "HeadersTooBig"],
  [{ code: "HPE_INVALID_METHOD", rawPacket: Buffer.from([0x16, 0x03, 0x01]) }, "TlsOnPlainPort"],
  [{ code: "HPE_INVALID_METHOD", rawPacket: Buffer.from("SSH-2.0") }, "NotHttp"],
  [{}, "NotHttp"],
])("a request that fails with %j is %s", (told, reason) => {
  expect(requestFailure(Object.assign(new Error("x"), told))).toBe(reason);
});
