/** Which certificates of others a station keeps to check them by. */
export const ROOT_CERTIFICATE_USES = ["CsmsRoot", "ManufacturerRoot"] as const;
export type RootCertificateUse = (typeof ROOT_CERTIFICATE_USES)[number];

/** How OCPP names a certificate (RFC 6960): hashes in hex, compared without case. */
export type CertificateHash = {
  readonly algorithm: "SHA256" | "SHA384" | "SHA512";
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serialNumber: string;
};
