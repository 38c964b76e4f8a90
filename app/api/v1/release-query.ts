import { z } from "zod";
import type { createReleaseInput } from "@/lib/services/releases/create-release";

const text = z.string().optional();
const flag = z.enum(["true", "false"]).optional();

/** What is said of an image in the address of the request that brings it. */
export const releaseQuery = z.object({
  vendor: text,
  models: text.describe("Separated by commas"),
  version: text,
  expectedVersion: text,
  versionIsPattern: flag,
  versionEvidence: z.enum(["Required", "BestEffort"]).optional(),
  fromVersions: text.describe("Separated by commas"),
  allowDowngrade: flag,
  fileName: text,
  notes: text,
  signature: text.describe("Base64, percent-encoded"),
  signingCertificate: text.describe("PEM, percent-encoded"),
});

/** The same as the JSON of a release; what is missing is told by the verb. */
export function releaseFromQuery(query: z.output<typeof releaseQuery>): z.input<typeof createReleaseInput> {
  const { vendor = "", models = "", version = "", fileName = "", ...rest } = query;
  const { versionIsPattern, allowDowngrade, fromVersions, signature, ...given } = rest;
  return {
    vendor,
    version,
    fileName,
    models: listOf(models),
    fromVersions: listOf(fromVersions ?? ""),
    versionIsPattern: versionIsPattern === "true",
    allowDowngrade: allowDowngrade === "true",
    // A plus sign that was not encoded arrives as a space.
    signature: signature?.replaceAll(" ", "+") ?? null,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
