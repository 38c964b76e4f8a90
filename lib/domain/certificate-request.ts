const PEM =
  /^\s*-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END (?:NEW )?CERTIFICATE REQUEST-----\s*$/;

/** Is it a PKCS#10 request in PEM by its shape: one DER sequence, whole? Whether its signature holds is for who signs it. */
export function isCertificateRequest(text: string): boolean {
  const [, base64 = ""] = PEM.exec(text) ?? [];
  const der = decoded(base64.replaceAll(/\s/g, ""));
  return der !== null && isOneSequence(der);
}

function decoded(base64: string): string | null {
  try {
    return atob(base64);
  } catch {
    return null;
  }
}

const SEQUENCE = 0x30;

/** DER: a tag, then a length of one byte below 128, or a count of length bytes. */
function isOneSequence(der: string): boolean {
  const first = der.charCodeAt(1);
  if (der.charCodeAt(0) !== SEQUENCE || Number.isNaN(first)) return false;
  if (first < 0x80) return der.length === 2 + first;
  const lengthBytes = first - 0x80;
  if (lengthBytes < 1 || lengthBytes > 3) return false;
  let length = 0;
  for (let at = 2; at < 2 + lengthBytes; at += 1) length = length * 256 + der.charCodeAt(at);
  return der.length === 2 + lengthBytes + length;
}
