import { isJsonObject, type JsonValue } from "@/lib/domain/json";
import type { CertificateHash } from "@/lib/domain/root-certificate";

const ALGORITHMS = ["SHA256", "SHA384", "SHA512"] as const;

/** certificateHashData, spelt alike by all versions; empty where it is none. */
export function certificateHashes(row: JsonValue): CertificateHash[] {
  if (!isJsonObject(row)) return [];
  const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = row;
  const algorithm = ALGORITHMS.find((known) => known === hashAlgorithm);
  if (algorithm === undefined || typeof issuerNameHash !== "string") return [];
  if (typeof issuerKeyHash !== "string" || typeof serialNumber !== "string") return [];
  return [{ algorithm, issuerNameHash, issuerKeyHash, serialNumber }];
}
