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

/**
 * Does a certificate of these names contradict the serial number that its bearer tells at boot (B01.FR.11)? Not where
 * it names the identity, nor where no serial number is told.
 */
export function contradictsCertificate(names: readonly string[] | null, { identity, serialNumber }: Bearer): boolean {
  if (names === null || serialNumber === null) return false;
  return !names.includes(identity) && !names.includes(serialNumber);
}

type Bearer = { readonly identity: string; readonly serialNumber: string | null };

/** Why the bearer may not sign in by this certificate; null where it may. */
export function clientCertificateFault(
  certificate: ClientCertificate | null,
  bearer: Bearer,
  { cpoName, now }: { readonly cpoName: string | null; readonly now: Date },
): ClientCertificateFault | null {
  if (certificate === null) return "ClientCertificateMissing";
  const fault = chainFault(certificate, now);
  if (fault !== null) return fault;
  // The norm wants the serial number; many authorities write the identity.
  const isNamed = certificate.commonNames.some((name) => name === bearer.identity || name === bearer.serialNumber);
  if (!isNamed) return "ClientCertificateWrongName";
  const isOurs = cpoName === null || certificate.organizations.includes(cpoName);
  return isOurs ? null : "ClientCertificateWrongOrganization";
}

/** A resumed session keeps the verdict of its first handshake, so the dates are looked at again. */
function chainFault({ chainError, validFrom, validTo }: ClientCertificate, now: Date): ClientCertificateFault | null {
  switch (chainError) {
    case "CERT_HAS_EXPIRED":
      return "ClientCertificateExpired";
    case "CERT_NOT_YET_VALID":
      return "ClientCertificateNotYetValid";
    case null:
      if (!(now <= validTo)) return "ClientCertificateExpired";
      return now >= validFrom ? null : "ClientCertificateNotYetValid";
    default:
      return "ClientCertificateUntrusted";
  }
}
