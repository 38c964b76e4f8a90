import { isJsonObject, type JsonValue } from "./json";
import type { CertificateHash } from "./root-certificate";

/** The certificates in a station's answer to GetInstalledCertificates, whichever version it speaks. */
export function installedCertificates(answer: JsonValue): readonly CertificateHash[] {
  if (!isJsonObject(answer)) return [];
  const rows: JsonValue = answer["certificateHashData"] ?? answer["certificateHashDataChain"] ?? null;
  if (!Array.isArray(rows)) return [];
  // 2.x wraps each in a chain.
  return rows.flatMap((row: JsonValue) => hashIn(isJsonObject(row) ? (row["certificateHashData"] ?? row) : row));
}

const ALGORITHMS = ["SHA256", "SHA384", "SHA512"] as const;

function hashIn(row: JsonValue): CertificateHash[] {
  if (!isJsonObject(row)) return [];
  const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = row;
  const algorithm = ALGORITHMS.find((known) => known === hashAlgorithm);
  if (algorithm === undefined || typeof serialNumber !== "string") return [];
  if (typeof issuerNameHash !== "string" || typeof issuerKeyHash !== "string") return [];
  return [{ algorithm, issuerNameHash, issuerKeyHash, serialNumber }];
}
