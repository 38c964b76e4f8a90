/** Certificates of 2.x (block M). */
import type { Result } from "@/lib/domain/result";
import type { RootCertificateUse } from "@/lib/domain/root-certificate";
import type { StationCommand } from "@/lib/domain/station-command";
import type { SchemaVersion } from "../../schemas/load";
import type { Fault } from "../../wire/fault";
import type { WireCall } from "../adapter";
import { ourCall } from "../answers";

type Of<Type extends StationCommand["type"]> = Extract<StationCommand, { readonly type: Type }>;

const USES = {
  CsmsRoot: "CSMSRootCertificate",
  ManufacturerRoot: "ManufacturerRootCertificate",
} as const satisfies Record<RootCertificateUse, string>;

export function certificateSigned(
  version: SchemaVersion,
  { use, chain }: Of<"CertificateSigned">,
): Result<WireCall, Fault> {
  const certificateType = use === "V2G" ? "V2GCertificate" : "ChargingStationCertificate";
  return ourCall(version, "CertificateSigned", { certificateChain: chain, certificateType });
}

export function installCertificate(
  version: SchemaVersion,
  { use, certificate }: Of<"InstallCertificate">,
): Result<WireCall, Fault> {
  return ourCall(version, "InstallCertificate", { certificateType: USES[use], certificate });
}

export function getInstalledCertificates(
  version: SchemaVersion,
  { use }: Of<"GetInstalledCertificates">,
): Result<WireCall, Fault> {
  return ourCall(version, "GetInstalledCertificateIds", { certificateType: [USES[use]] });
}

export function deleteCertificate(
  version: SchemaVersion,
  { hash: { algorithm, ...hashes } }: Of<"DeleteCertificate">,
): Result<WireCall, Fault> {
  return ourCall(version, "DeleteCertificate", { certificateHashData: { hashAlgorithm: algorithm, ...hashes } });
}
