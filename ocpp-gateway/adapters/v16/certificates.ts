/** Certificates as the security whitepaper has them. */
import type { OCPP16 } from "typed-ocpp";
import type { Result } from "@/lib/domain/result";
import type { CertificateHash, RootCertificateUse } from "@/lib/domain/root-certificate";
import type { Fault } from "../../wire/fault";
import type { WireCall } from "../adapter";
import { ourCall } from "../answers";

const USES = {
  CsmsRoot: "CentralSystemRootCertificate",
  ManufacturerRoot: "ManufacturerRootCertificate",
} as const satisfies Record<RootCertificateUse, string>;

/** 1.6 stations have one certificate of their own. */
export const certificateSigned = (certificateChain: string): Result<WireCall, Fault> =>
  ourCall("ocpp1.6", "CertificateSigned", { certificateChain } satisfies OCPP16.CertificateSignedRequest);

export const installCertificate = (use: RootCertificateUse, certificate: string): Result<WireCall, Fault> =>
  ourCall("ocpp1.6", "InstallCertificate", {
    certificateType: USES[use],
    certificate,
  } satisfies OCPP16.InstallCertificateRequest);

export const getInstalledCertificates = (use: RootCertificateUse): Result<WireCall, Fault> =>
  ourCall("ocpp1.6", "GetInstalledCertificateIds", {
    certificateType: USES[use],
  } satisfies OCPP16.GetInstalledCertificateIdsRequest);

export function deleteCertificate(hash: CertificateHash): Result<WireCall, Fault> {
  const { algorithm, ...hashes } = hash;
  return ourCall("ocpp1.6", "DeleteCertificate", {
    certificateHashData: { hashAlgorithm: algorithm, ...hashes },
  } satisfies OCPP16.DeleteCertificateRequest);
}
