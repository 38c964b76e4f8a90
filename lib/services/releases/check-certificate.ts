import { X509Certificate } from "node:crypto";
import type { ReleaseCheck } from "@/lib/domain/firmware/release-view";

/** A vendor's root that a signing certificate may have been issued by. PEM. */
export type TrustedRoot = { readonly certificate: string };

export type CheckedCertificate = {
  readonly checks: readonly ReleaseCheck[];
  /** Null where it cannot be read: nothing else can be looked at then. */
  readonly certificate: X509Certificate | null;
};

const RSA_BITS_MIN = 2_048;

/**
 * What is to be said of a signing certificate: can it be read and used, did a trusted root of the vendor issue it
 * (L01.FR.22: stations take no intermediates), and is it valid today?
 */
export function checkCertificate(pem: string, roots: readonly TrustedRoot[], now: Date): CheckedCertificate {
  const certificate = readCertificate(pem);
  if (certificate === null) {
    const unread = "It cannot be read: one certificate in PEM is wanted, without intermediates.";
    return { certificate: null, checks: [failed("Certificate", unread), skipped("Chain"), skipped("Dates")] };
  }
  const issuer = roots.map((root) => new X509Certificate(root.certificate)).find((root) => isIssuer(root, certificate));
  return {
    certificate,
    checks: [keyCheck(certificate), chainCheck(certificate, roots, issuer), dates(certificate, issuer, now)],
  };
}

/** One certificate and nothing else; null otherwise. */
export function readCertificate(pem: string): X509Certificate | null {
  if (!/^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/.test(pem.trim())) return null;
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function keyCheck({ publicKey, subject }: X509Certificate): ReleaseCheck {
  const { asymmetricKeyType: type, asymmetricKeyDetails } = publicKey;
  const bits = asymmetricKeyDetails?.modulusLength ?? null;
  if (type === "ec") return passed("Certificate", oneLine(subject));
  if (type !== "rsa" && type !== "rsa-pss")
    return failed("Certificate", `Its key is of the kind ${type ?? "unknown"}: stations know RSA and ECDSA.`);
  if (bits !== null && bits < RSA_BITS_MIN)
    return failed("Certificate", `Its RSA key has ${bits} bits: ${RSA_BITS_MIN} at least are wanted.`);
  return passed("Certificate", oneLine(subject));
}

function chainCheck(
  { issuer }: X509Certificate,
  roots: readonly TrustedRoot[],
  root: X509Certificate | undefined,
): ReleaseCheck {
  if (root !== undefined) return passed("Chain", `Issued by ${oneLine(root.subject)}`);
  if (roots.length === 0) return failed("Chain", "No root certificate of this vendor is trusted yet.");
  return failed("Chain", `Its issuer ${oneLine(issuer)} is none of the vendor's trusted roots.`);
}

function dates(certificate: X509Certificate, root: X509Certificate | undefined, now: Date): ReleaseCheck {
  for (const [name, each] of [["signing", certificate] as const, ["root", root] as const]) {
    if (each === undefined) continue;
    if (!(new Date(each.validFrom) <= now))
      return failed("Dates", `The ${name} certificate is valid from ${each.validFrom} on.`);
    if (!(new Date(each.validTo) >= now))
      return failed("Dates", `The ${name} certificate was valid until ${each.validTo}.`);
  }
  return passed("Dates", `Valid until ${certificate.validTo}`);
}

function isIssuer(root: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(root) && certificate.verify(root.publicKey);
}

/** Node writes a name over several lines. */
export const oneLine = (name: string): string => name.split("\n").join(", ");

export const passed = (check: ReleaseCheck["check"], found: string | null = null): ReleaseCheck => ({
  check,
  result: "Passed",
  found,
});
export const failed = (check: ReleaseCheck["check"], found: string): ReleaseCheck => ({
  check,
  result: "Failed",
  found,
});
export const skipped = (check: ReleaseCheck["check"], found: string | null = null): ReleaseCheck => ({
  check,
  result: "Skipped",
  found,
});
