/** Why a TLS handshake failed, out of OpenSSL's words as Node gives them. Pure. */
import type { NamelessRefusal } from "@/lib/domain/refusal";

/** Words of OpenSSL, or its alerts: what the peer said of our certificate. Longest first where one holds another. */
const REASONS: readonly (readonly [word: RegExp, reason: NamelessRefusal])[] = [
  [/ERR_TLS_HANDSHAKE_TIMEOUT/, "TlsTimeout"],
  [/HTTPS?_(PROXY_)?REQUEST/, "PlainOnTlsPort"],
  [/UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|ALERT_PROTOCOL_VERSION|INAPPROPRIATE_FALLBACK/, "TlsTooOld"],
  [
    /NO_SHARED_CIPHER|NO_SUITABLE_SIGNATURE|NO_SHARED_SIGNATURE|HANDSHAKE_FAILURE|NO_SUITABLE_KEY_SHARE/,
    "TlsNoCommonCipher",
  ],
  [/ALERT_UNKNOWN_CA/, "TlsServerUntrusted"],
  [/ALERT_CERTIFICATE_EXPIRED/, "TlsServerExpired"],
  [
    /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_REVOKED|UNRECOGNIZED_NAME|ACCESS_DENIED|DECRYPT_ERROR)/,
    "TlsServerRejected",
  ],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH|BAD_RECORD|RECORD_LAYER|UNEXPECTED_MESSAGE|LENGTH_MISMATCH|DECODE/, "NotTls"],
  [/ECONNRESET|EPIPE|ECONNABORTED/, "TlsAborted"],
];

/** `code` as Node gives it: `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA`, `ECONNRESET`, … */
export function tlsFailure(code: string): NamelessRefusal {
  return REASONS.find(([word]) => word.test(code))?.[1] ?? "TlsFailed";
}
