/** Security profile 3: what a station's certificate says, and whether it may sign in by it (A00.FR.4xx). */
import type { PeerCertificate, TLSSocket } from "node:tls";

export type ClientCertificateFault =
  | "ClientCertificateMissing"
  | "ClientCertificateUntrusted"
  | "ClientCertificateExpired"
  | "ClientCertificateNotYetValid"
  | "ClientCertificateWrongName"
  | "ClientCertificateWrongOrganization";

export type ClientCertificate = {
  readonly commonNames: readonly string[];
  readonly organizations: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date;
  /** OpenSSL's word on the chain, as of when it was verified; null where it leads to our authority. */
  readonly chainError: string | null;
};

/** What the peer presented in the TLS handshake; null where it presented nothing. */
export function clientCertificateOf(socket: TLSSocket): ClientCertificate | null {
  const presented: Partial<PeerCertificate> | null = socket.getPeerCertificate();
  if (presented?.subject === undefined || presented.valid_from === undefined || presented.valid_to === undefined) {
    return null;
  }
  return {
    commonNames: [presented.subject.CN ?? []].flat(),
    organizations: [presented.subject.O ?? []].flat(),
    validFrom: new Date(presented.valid_from),
    validTo: new Date(presented.valid_to),
    // Node types it as an error; it is the code.
    chainError: socket.authorized ? null : String(socket.authorizationError),
  };
}

type Bearer = { readonly identity: string; readonly serialNumber: string | null };

/** Why the bearer may not sign in by this certificate; null where it may. A resumed session keeps its old verdict, so dates are looked at again. */
export function clientCertificateFault(
  certificate: ClientCertificate | null,
  bearer: Bearer,
  { cpoName, now }: { readonly cpoName: string | null; readonly now: Date },
): ClientCertificateFault | null {
  if (certificate === null) return "ClientCertificateMissing";
  const { chainError, commonNames, organizations } = certificate;
  if (chainError === "CERT_HAS_EXPIRED" || (chainError === null && !(certificate.validTo >= now))) {
    return "ClientCertificateExpired";
  }
  if (chainError === "CERT_NOT_YET_VALID" || (chainError === null && !(certificate.validFrom <= now))) {
    return "ClientCertificateNotYetValid";
  }
  if (chainError !== null) return "ClientCertificateUntrusted";
  // The norm wants the serial number; many authorities write the identity.
  const isNamed = commonNames.some((name) => name === bearer.identity || name === bearer.serialNumber);
  if (!isNamed) return "ClientCertificateWrongName";
  if (cpoName !== null && !organizations.includes(cpoName)) return "ClientCertificateWrongOrganization";
  return null;
}
