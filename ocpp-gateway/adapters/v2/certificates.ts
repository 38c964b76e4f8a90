/** Certificates of 2.x (block M). */
import type { Result } from "@/lib/domain/result";
import type { RootCertificateUse } from "@/lib/domain/root-certificate";
import type { CommandOf } from "@/lib/domain/station-command";
import type { SchemaVersion } from "../../schemas/load";
import type { Fault } from "../../wire/fault";
import type { WireCall } from "../adapter";
import { ourCall } from "../answers";

const USES = {
  CsmsRoot: "CSMSRootCertificate",
  ManufacturerRoot: "ManufacturerRootCertificate",
} as const satisfies Record<RootCertificateUse, string>;

export function certificateSigned(
  version: SchemaVersion,
  { use, chain }: CommandOf<"CertificateSigned">,
): Result<WireCall, Fault> {
  const certificateType = use === "V2G" ? "V2GCertificate" : "ChargingStationCertificate";
  return ourCall(version, "CertificateSigned", { certificateChain: chain, certificateType });
}

export function installCertificate(
  version: SchemaVersion,
  { use, certificate }: CommandOf<"InstallCertificate">,
): Result<WireCall, Fault> {
  return ourCall(version, "InstallCertificate", { certificateType: USES[use], certificate });
}

export function getInstalledCertificates(
  version: SchemaVersion,
  { use }: CommandOf<"GetInstalledCertificates">,
): Result<WireCall, Fault> {
  return ourCall(version, "GetInstalledCertificateIds", { certificateType: [USES[use]] });
}

export function deleteCertificate(
  version: SchemaVersion,
  { hash: { algorithm, ...hashes } }: CommandOf<"DeleteCertificate">,
): Result<WireCall, Fault> {
  return ourCall(version, "DeleteCertificate", { certificateHashData: { hashAlgorithm: algorithm, ...hashes } });
}
