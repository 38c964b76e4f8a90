/** Why what came in was no request, out of Node's error. Pure. */
import type { NamelessRefusal } from "@/lib/domain/refusal";

const TLS_HANDSHAKE_RECORD = 0x16;
const TLS_MAJOR_VERSION = 0x03;

/** `rawPacket`, where there is one, holds the first bytes. */
export function requestFailure(error: Error): NamelessRefusal {
  const code = "code" in error ? error.code : null;
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "HandshakeTimeout";
  if (code === "HPE_HEADER_OVERFLOW") return "HeadersTooBig";
  const first = "rawPacket" in error && Buffer.isBuffer(error.rawPacket) ? error.rawPacket : null;
  const isTls = first?.[0] === TLS_HANDSHAKE_RECORD && first[1] === TLS_MAJOR_VERSION;
  return isTls ? "TlsOnPlainPort" : "NotHttp";
}
