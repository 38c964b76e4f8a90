import { describe, expect, test } from "vitest";
import { changeOf, wordsOf } from "@/components/firmware/releases/release-draft";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";

const RELEASE: ReleaseView = {
  id: "1",
  vendor: "ACME",
  models: ["Wall, indoor", "Wall11"],
  version: "2.4.1",
  expectedVersion: "2.4.1",
  versionIsPattern: false,
  versionEvidence: "Required",
  fromVersions: ["2.3.9"],
  allowDowngrade: false,
  fileName: "acme.bin",
  notes: null,
  bytes: 1,
  sha256: "00",
  isSigned: false,
  status: "Verified",
  fault: null,
  checks: [],
  uploadedBy: "Wanjiru",
  createdAt: "2026-11-01T00:00:00.000Z",
  verifiedAt: null,
  retiredAt: null,
  rev: 7,
};
const WORDS = wordsOf(RELEASE);

describe("what is said of a release, typed anew", () => {
  test("is told alone: a model with a comma in its name is not taken apart by a change of the notes", () => {
    expect(changeOf(RELEASE, WORDS)).toEqual({ expectedRev: 7 });
    expect(changeOf(RELEASE, { ...WORDS, notes: " Watch the meter. " })).toEqual({
      expectedRev: 7,
      notes: "Watch the meter.",
    });
  });

  test("comes as the verb takes it: lists, the version itself where none is expected, null where notes are emptied", () => {
    const words = {
      models: "Wall22, Wall11, Wall22",
      expectedVersion: " ",
      versionIsPattern: true,
      versionEvidence: "BestEffort",
      fromVersions: "",
      allowDowngrade: true,
      notes: " ",
    } as const;
    expect(changeOf({ ...RELEASE, notes: "Old", expectedVersion: "2" }, words)).toEqual({
      expectedRev: 7,
      models: ["Wall22", "Wall11"],
      expectedVersion: "2.4.1",
      versionIsPattern: true,
      versionEvidence: "BestEffort",
      fromVersions: [],
      allowDowngrade: true,
      notes: null,
    });
  });
});
