import { createHash } from "node:crypto";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { ReleaseCheck } from "@/lib/domain/firmware/release-view";
import { isSameName } from "@/lib/domain/firmware/version-match";
import type { ServiceContext } from "../context";
import { checkCertificate, failed, passed, skipped } from "./check-certificate";
import { storedPieces } from "./image-pieces";
import { createSignatureCheck, type SignatureCheck } from "./signature-check";

/** As UpdateFirmware has room for them (SignedUpdateFirmware of 1.6, UpdateFirmware of 2.0.1). */
const SIGNATURE_CHARS_MAX = 800;
const CERTIFICATE_CHARS_MAX = 5_500;

type Signing = { readonly checks: readonly ReleaseCheck[]; readonly signature: SignatureCheck | null };

/** Looks at everything that proves an image; reads all of it. An unsigned one has nothing but its hash. */
export async function checkImage(ctx: ServiceContext, release: FirmwareRelease): Promise<readonly ReleaseCheck[]> {
  const { checks, signature } = await checkSigning(ctx, release);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of storedPieces(ctx, release.id)) {
    hash.update(piece);
    signature?.take(piece);
    bytes += piece.byteLength;
  }
  return [hashCheck(release, bytes, hash.digest("hex")), ...checks, signature?.finish() ?? skipped("Signature")];
}

function hashCheck(release: FirmwareRelease, bytes: number, sha256: string): ReleaseCheck {
  const isSound = sha256 === release.sha256 && bytes === Number(release.bytes);
  return isSound ? passed("Hash", sha256) : failed("Hash", "What is stored is not what was uploaded.");
}

async function checkSigning(ctx: ServiceContext, release: FirmwareRelease): Promise<Signing> {
  const { signature, signingCertificate } = release;
  if (signature === null || signingCertificate === null) {
    const unsigned = "The image is not signed.";
    const all = [skipped("Limits"), skipped("Certificate", unsigned), skipped("Chain"), skipped("Dates")];
    return { checks: all, signature: null };
  }
  const trusted = await ctx.db.firmwareTrustRoot.findMany({ where: { removedAt: null } });
  const roots = trusted.filter(({ vendor }) => isSameName(vendor, release.vendor));
  const { checks, certificate } = checkCertificate(signingCertificate, roots, ctx.now());
  return {
    checks: [limitsCheck(signature, signingCertificate), ...checks],
    signature: certificate === null ? null : createSignatureCheck(certificate.publicKey, signature),
  };
}

function limitsCheck(signature: string, certificate: string): ReleaseCheck {
  if (signature.length > SIGNATURE_CHARS_MAX)
    return failed("Limits", `The signature has ${signature.length} characters: stations take ${SIGNATURE_CHARS_MAX}.`);
  if (certificate.length > CERTIFICATE_CHARS_MAX)
    return failed(
      "Limits",
      `The certificate has ${certificate.length} characters: stations take ${CERTIFICATE_CHARS_MAX}.`,
    );
  return passed("Limits");
}
