import { constants } from "node:crypto";
import type { TlsOptions } from "node:tls";
import type { TlsMaterial } from "@/lib/env/tls-files";

/**
 * The suites of security profiles 2 and 3 (A00.FR.319), their kin with forward secrecy for RSA, and TLS 1.3.
 * Level 2 wants keys of 2048 bits (RSA) and 224 (ECC), and SHA-2.
 */
const SUITES = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "AES128-GCM-SHA256",
  "AES256-GCM-SHA384",
  "@SECLEVEL=2",
].join(":");

export function tlsOptions({ pairs, clientAuthority }: TlsMaterial): TlsOptions {
  return {
    cert: pairs.map(({ certificate }) => certificate),
    key: pairs.map(({ key }) => key),
    minVersion: "TLSv1.2",
    ciphers: SUITES,
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    // Without an authority of our own Node would hold certificates against the public ones.
    requestCert: clientAuthority !== null,
    rejectUnauthorized: false,
    ...(clientAuthority === null ? {} : { ca: clientAuthority }),
  };
}
