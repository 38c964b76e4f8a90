import { expect, test } from "vitest";
import { isCertificateRequest } from "@/lib/domain/certificate-request";

const pem = (der: readonly number[], label = "CERTIFICATE REQUEST"): string =>
  `-----BEGIN ${label}-----\n${btoa(String.fromCharCode(...der))}\n-----END ${label}-----\n`;

test("a request is one whole DER sequence in PEM", () => {
  const long = Array.from({ length: 300 }, () => 7);
  expect(isCertificateRequest(pem([0x30, 2, 5, 0]))).toBe(true);
  expect(isCertificateRequest(pem([0x30, 0x82, 1, 44, ...long]))).toBe(true);
  expect(
    isCertificateRequest(pem([0x30, 0x82, 1, 44, ...long], "NEW CERTIFICATE REQUEST").replaceAll("\n", "\r\n")),
  ).toBe(true);
});

test.each([
  ["nothing", ""],
  ["words", "please sign"],
  ["a certificate", pem([0x30, 0], "CERTIFICATE")],
  ["PEM of no base64", pem([0x30, 0]).replace("MAA", "M A!A")],
  ["PEM of half a byte", pem([0x30, 0]).replace("MAA=", "M")],
  ["PEM of nothing", pem([])],
  ["another DER value", pem([0x31, 0])],
  ["a sequence cut short", pem([0x30, 9, 5, 0])],
  ["a sequence with more behind", pem([0x30, 0, 0])],
  ["a length without end", pem([0x30, 0x80, 0, 0])],
])("%s is no request", (_, text) => {
  expect(isCertificateRequest(text)).toBe(false);
});
