import { z } from "zod";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import { RELEASE_CHECKS, RELEASE_STATES, type ReleaseView } from "@/lib/domain/firmware/release-view";

const checksSchema = z.array(
  z.object({
    check: z.enum(RELEASE_CHECKS),
    result: z.enum(["Passed", "Failed", "Skipped"]),
    found: z.string().nullable(),
  }),
);
const statusSchema = z.enum(RELEASE_STATES);

export function toReleaseView(row: FirmwareRelease): ReleaseView {
  return {
    id: row.id,
    vendor: row.vendor,
    models: row.models,
    version: row.version,
    expectedVersion: row.expectedVersion,
    versionIsPattern: row.versionIsPattern,
    versionEvidence: row.versionEvidence === "BestEffort" ? "BestEffort" : "Required",
    fromVersions: row.fromVersions,
    allowDowngrade: row.allowDowngrade,
    fileName: row.fileName,
    notes: row.notes,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    isSigned: row.signature !== null,
    status: statusSchema.parse(row.status),
    fault: row.fault,
    checks: checksSchema.parse(row.checks),
    uploadedBy: row.uploadedBy,
    createdAt: row.createdAt.toISOString(),
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    retiredAt: row.retiredAt?.toISOString() ?? null,
    rev: row.rev,
  };
}
