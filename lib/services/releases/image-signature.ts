/** Is an image what its vendor signed? (1.6 whitepaper L01.FR.04, 2.x L01.FR.11–12: RSA-PSS or ECDSA over SHA-256.) */
import { constants, createVerify, type KeyObject, X509Certificate } from "node:crypto";
import type { ReleaseCheck } from "@/lib/domain/firmware/release-view";

export type Signed = { readonly signature: string; readonly signingCertificate: string };

export type TrustedRoot = { readonly subject: string; readonly certificate: string };

/** Takes the image piece by piece; null at the end where no signature could be checked by this key. */
export type SignatureCheck = { readonly update: (data: Uint8Array) => void; readonly isRight: () => boolean };

export function signatureCheck({ signature, signingCertificate }: Signed): SignatureCheck | null {
  const certificate = certificateOf(signingCertificate);
  if (certificate === null) return null;
  const verifier = createVerify("sha256");
  const bytes = Buffer.from(signature, "base64");
  return {
    update: (data) => void verifier.update(data),
    isRight: () => verify(verifier, certificate.publicKey, bytes),
  };
}

function verify(verifier: ReturnType<typeof createVerify>, key: KeyObject, signature: Buffer): boolean {
  try {
    if (key.asymmetricKeyType === "ec")
      return verifier.verify({ key, dsaEncoding: ecEncoding(key, signature) }, signature);
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
    return verifier.verify({ key, ...padding }, signature);
  } catch {
    // Not a signature of this kind of key at all.
    return false;
  }
}

/** Bare r and s have a known length; anything else is DER. */
function ecEncoding(key: KeyObject, signature: Buffer): "der" | "ieee-p1363" {
  const bits = { prime256v1: 256, secp384r1: 384, secp521r1: 528 }[key.asymmetricKeyDetails?.namedCurve ?? ""];
  return bits !== undefined && signature.length === bits / 4 ? "ieee-p1363" : "der";
}

/** What can be said of the certificate alone: readable, issued under one of these roots (or one of them itself), in its dates. */
export function certificateChecks(
  { signingCertificate }: Signed,
  { roots, now }: { readonly roots: readonly TrustedRoot[]; readonly now: Date },
): readonly ReleaseCheck[] {
  const certificate = certificateOf(signingCertificate);
  if (certificate === null) {
    return [
      { check: "Certificate", result: "Failed", found: "It cannot be read as a certificate in PEM." },
      { check: "Chain", result: "Skipped", found: null },
      { check: "Dates", result: "Skipped", found: null },
    ];
  }
  return [
    { check: "Certificate", result: "Passed", found: oneLine(certificate.subject) },
    chainCheck(certificate, roots, now),
    datesCheck(certificate, now),
  ];
}

/** Stations take no intermediates: the signing certificate is issued by the root itself (whitepaper L01). */
function chainCheck(certificate: X509Certificate, roots: readonly TrustedRoot[], now: Date): ReleaseCheck {
  if (roots.length === 0)
    return { check: "Chain", result: "Failed", found: "No root certificate of this vendor is trusted here." };
  const issuer = roots.find((root) => {
    const read = certificateOf(root.certificate);
    if (read === null || !isWithin(read, now)) return false;
    return read.raw.equals(certificate.raw) || (certificate.checkIssued(read) && certificate.verify(read.publicKey));
  });
  if (issuer !== undefined) return { check: "Chain", result: "Passed", found: oneLine(issuer.subject) };
  return {
    check: "Chain",
    result: "Failed",
    found: `Issued by ${oneLine(certificate.issuer)}, which is not trusted here.`,
  };
}

function datesCheck(certificate: X509Certificate, now: Date): ReleaseCheck {
  const found = `${new Date(certificate.validFrom).toISOString()} to ${new Date(certificate.validTo).toISOString()}`;
  return { check: "Dates", result: isWithin(certificate, now) ? "Passed" : "Failed", found };
}

const isWithin = (certificate: X509Certificate, now: Date): boolean =>
  new Date(certificate.validFrom) <= now && now <= new Date(certificate.validTo);

export function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

/** A name of several lines, as one. */
export const oneLine = (name: string): string => name.split("\n").reverse().join(", ");
