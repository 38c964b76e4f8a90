import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { ReleaseCheck, ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { findReleaseOrThrow } from "./find-release";
import { certificateChecks, type Signed, signatureCheck } from "./image-signature";
import { rehash } from "./rehash";
import { toReleaseView } from "./release-fields";

const SKIPPED = ["Certificate", "Chain", "Dates", "Signature", "Limits"] as const;

/**
 * Looks whether the stored image is the one that came, and the one that its vendor signed. Safe to repeat: also a
 * rejected one may be looked at again, say once its vendor's root is trusted.
 */
export async function verifyRelease(ctx: ServiceContext, id: string): Promise<ReleaseView> {
  requirePermission(ctx, "plan-campaigns");
  const release = await findReleaseOrThrow(ctx.db, id);
  if (!["Uploaded", "Verifying", "Rejected"].includes(release.status) || release.sha256 === null)
    throw new ServiceError("Conflict", `The release is ${release.status}: there is nothing to verify.`);
  await ctx.db.firmwareRelease.update({ where: { id }, data: { status: "Verifying" } });
  const checks = await look(ctx, release);
  const failed = checks.find(({ result }) => result === "Failed");
  const status = failed === undefined ? "Verified" : "Rejected";
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const row = await tx.firmwareRelease.update({
      where: { id },
      data: {
        status,
        checks: checks.map((check) => ({ ...check })),
        fault: failed === undefined ? null : faultOf(failed),
        verifiedAt: failed === undefined ? ctx.now() : null,
        rev: { increment: 1 },
      },
    });
    await announce({ type: "ReleaseChanged", releaseId: id, status });
    await audit("VerifyRelease", `release:${id}`, { status, sha256: release.sha256, fault: row.fault });
    return toReleaseView(row);
  });
}

const FAULTS: Readonly<Record<ReleaseCheck["check"], string>> = {
  Hash: "The stored image is not the one that was uploaded.",
  Certificate: "The signing certificate cannot be read.",
  Chain: "The signing certificate is not issued by a root of this vendor that is trusted here.",
  Dates: "The signing certificate is not valid now.",
  Signature: "The signature is not one of this image by this certificate.",
  Limits: "OCPP has no room for the signature or its certificate.",
};
const faultOf = ({ check }: ReleaseCheck): string => FAULTS[check];

async function look(ctx: ServiceContext, release: FirmwareRelease): Promise<readonly ReleaseCheck[]> {
  const { signature, signingCertificate } = release;
  const signed = signature === null || signingCertificate === null ? null : { signature, signingCertificate };
  const check = signed === null ? null : signatureCheck(signed);
  const sha256 = await rehash(ctx, release.id, (data) => check?.update(data));
  const hash: ReleaseCheck = {
    check: "Hash",
    result: sha256 === release.sha256 ? "Passed" : "Failed",
    found: sha256 ?? "A piece of the image is gone or spoilt.",
  };
  if (signed === null)
    return [hash, ...SKIPPED.map((name) => ({ check: name, result: "Skipped", found: null }) as const)];
  const roots = await ctx.db.firmwareTrustRoot.findMany({
    where: { vendor: { equals: release.vendor, mode: "insensitive" }, removedAt: null },
    select: { subject: true, certificate: true },
  });
  return [
    hash,
    ...certificateChecks(signed, { roots, now: ctx.now() }),
    { check: "Signature", result: check?.isRight() === true ? "Passed" : "Failed", found: null },
    limitsCheck(signed),
  ];
}

/** The fields were held to them when they came; the row says so. */
const limitsCheck = ({ signature, signingCertificate }: Signed): ReleaseCheck => ({
  check: "Limits",
  result: signature.length <= 800 && signingCertificate.length <= 5_500 ? "Passed" : "Failed",
  found: `${signature.length} of 800, ${signingCertificate.length} of 5500`,
});
