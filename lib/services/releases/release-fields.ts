import { z } from "zod";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import { RELEASE_CHECKS, RELEASE_STATES, type ReleaseView } from "@/lib/domain/firmware/release-view";
import { certificateSchema, signatureSchema } from "./signature-limits";

const short = z.string().trim().min(1).max(100);

const fields = {
  vendor: short,
  models: z.array(short).min(1).max(100),
  version: short,
  /** What stations tell at boot; the version itself unless told. */
  expectedVersion: z.string().trim().min(1).max(200).optional(),
  versionIsPattern: z.boolean().default(false),
  versionEvidence: z.enum(["Required", "BestEffort"]).default("Required"),
  fromVersions: z.array(short).max(200).default([]),
  allowDowngrade: z.boolean().default(false),
  /** It ends the address that stations are told: plain letters, digits, dot, dash and underscore. */
  fileName: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "Plain letters, digits, dots, dashes and underscores, 100 at most."),
  notes: z.string().trim().max(4_000).nullish(),
  signature: signatureSchema.nullish(),
  signingCertificate: certificateSchema.nullish(),
} as const;

type Told = { readonly expectedVersion?: string | undefined; readonly versionIsPattern?: boolean | undefined };
type Signed = {
  readonly signature?: string | null | undefined;
  readonly signingCertificate?: string | null | undefined;
};

const isPatternRight = ({ expectedVersion, versionIsPattern }: Told): boolean =>
  versionIsPattern !== true || (expectedVersion !== undefined && isPattern(expectedVersion));
const isSignedWhole = ({ signature, signingCertificate }: Signed): boolean =>
  ((signature ?? null) === null) === ((signingCertificate ?? null) === null);

export const createReleaseInput = z
  .strictObject(fields)
  .refine(isPatternRight, { message: "This is not a regular expression.", path: ["expectedVersion"] })
  .refine(isSignedWhole, { message: "A signature and its certificate belong together.", path: ["signature"] });

/** What may be put right afterwards; what the bytes were verified by stays. */
export const updateReleaseInput = z
  .strictObject({
    expectedRev: z.number().int(),
    models: fields.models.optional(),
    expectedVersion: fields.expectedVersion,
    versionIsPattern: z.boolean().optional(),
    versionEvidence: z.enum(["Required", "BestEffort"]).optional(),
    fromVersions: z.array(short).max(200).optional(),
    allowDowngrade: z.boolean().optional(),
    notes: fields.notes,
  })
  .refine(isPatternRight, { message: "This is not a regular expression.", path: ["expectedVersion"] });

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u").source !== "";
  } catch {
    return false;
  }
}

const checksSchema = z.array(
  z.object({
    check: z.enum(RELEASE_CHECKS),
    result: z.enum(["Passed", "Failed", "Skipped"]),
    found: z.string().nullable(),
  }),
);

export const toReleaseView = (row: FirmwareRelease): ReleaseView => ({
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
  status: RELEASE_STATES.find((known) => known === row.status) ?? "Rejected",
  fault: row.fault,
  checks: checksSchema.parse(row.checks),
  uploadedBy: row.uploadedBy,
  createdAt: row.createdAt.toISOString(),
  verifiedAt: row.verifiedAt?.toISOString() ?? null,
  retiredAt: row.retiredAt?.toISOString() ?? null,
  rev: row.rev,
});
