import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { fieldFault, releaseFields } from "./release-fields";
import { toReleaseView } from "./release-view";

export const createReleaseInput = z.strictObject({
  ...releaseFields,
  /** Left out: the same as `version`. */
  expectedVersion: releaseFields.expectedVersion.optional(),
  versionIsPattern: releaseFields.versionIsPattern.default(false),
  versionEvidence: releaseFields.versionEvidence.default("Required"),
  fromVersions: releaseFields.fromVersions.default([]),
  allowDowngrade: releaseFields.allowDowngrade.default(false),
  notes: releaseFields.notes.default(null),
  signature: releaseFields.signature.default(null),
  signingCertificate: releaseFields.signingCertificate.default(null),
});

/** Says what an image is and is for; the image itself follows with `storeImage`. Not safe to repeat: there are two then. */
export async function createRelease(
  ctx: ServiceContext,
  input: z.input<typeof createReleaseInput>,
): Promise<ReleaseView> {
  requirePermission(ctx, "plan-campaigns");
  const given = parseInput(createReleaseInput, input);
  const fields = { ...given, expectedVersion: given.expectedVersion ?? given.version };
  const fault = fieldFault(fields);
  if (fault !== null) throw new ServiceError("Invalid", fault.message, fault.field);
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const at = ctx.now();
    const row = await tx.firmwareRelease.create({
      data: {
        ...fields,
        id: randomUUID(),
        status: "Uploading",
        uploadedById: ctx.actor.id,
        uploadedBy: ctx.actor.name,
        createdAt: at,
        storedAt: at,
      },
    });
    const { vendor, version, fileName } = row;
    await audit("CreateRelease", `release:${row.id}`, { vendor, version, fileName });
    await announce({ type: "ReleaseChanged", releaseId: row.id, status: "Uploading" });
    return toReleaseView(row);
  });
}
