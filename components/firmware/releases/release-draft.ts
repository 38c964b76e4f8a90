import type { ReleaseView } from "@/lib/domain/firmware/release-view";

/** A release as it stands in the form: all text, as typed. */
export type ReleaseDraft = {
  readonly vendor: string;
  readonly models: string;
  readonly version: string;
  /** Empty: the same as `version`. */
  readonly expectedVersion: string;
  readonly versionIsPattern: boolean;
  readonly versionEvidence: "Required" | "BestEffort";
  readonly fromVersions: string;
  readonly allowDowngrade: boolean;
  readonly notes: string;
  readonly signature: string;
  readonly signingCertificate: string;
};

/** What is told of an image before it is sent. */
export type ReleaseMeta = {
  readonly vendor: string;
  readonly models: readonly string[];
  readonly version: string;
  readonly expectedVersion: string;
  readonly versionIsPattern: boolean;
  readonly versionEvidence: "Required" | "BestEffort";
  readonly fromVersions: readonly string[];
  readonly allowDowngrade: boolean;
  readonly fileName: string;
  readonly notes: string | null;
  /** Base64. */
  readonly signature: string | null;
  /** PEM. */
  readonly signingCertificate: string | null;
};

export const EMPTY_RELEASE: ReleaseDraft = {
  vendor: "",
  models: "",
  version: "",
  expectedVersion: "",
  versionIsPattern: false,
  versionEvidence: "Required",
  fromVersions: "",
  allowDowngrade: false,
  notes: "",
  signature: "",
  signingCertificate: "",
};

export const metaOf = (draft: ReleaseDraft, fileName: string): ReleaseMeta => ({
  vendor: draft.vendor.trim(),
  models: listOf(draft.models),
  version: draft.version.trim(),
  expectedVersion: expectedOf(draft),
  versionIsPattern: draft.versionIsPattern,
  versionEvidence: draft.versionEvidence,
  fromVersions: listOf(draft.fromVersions),
  allowDowngrade: draft.allowDowngrade,
  fileName,
  notes: textOf(draft.notes),
  signature: textOf(draft.signature.replaceAll(/\s+/g, "")),
  signingCertificate: textOf(draft.signingCertificate),
});

/** What may be said otherwise of an image that is here: nothing by which it was verified. */
export type ReleaseWords = Omit<ReleaseDraft, "vendor" | "version" | "signature" | "signingCertificate">;

/** The words that change, as the verb takes them; what is left out stays. */
export type ReleaseChange = Partial<
  Omit<ReleaseMeta, "fileName" | "vendor" | "version" | "signature" | "signingCertificate">
> & { readonly expectedRev: number };

export const wordsOf = (release: ReleaseView): ReleaseWords => ({
  models: release.models.join(", "),
  expectedVersion: release.expectedVersion,
  versionIsPattern: release.versionIsPattern,
  versionEvidence: release.versionEvidence,
  fromVersions: release.fromVersions.join(", "),
  allowDowngrade: release.allowDowngrade,
  notes: release.notes ?? "",
});

/** Only what was typed anew: a model whose name has a comma in it is not taken apart by a change of the notes. */
export function changeOf(release: ReleaseView, words: ReleaseWords): ReleaseChange {
  const before = wordsOf(release);
  const isNew = (name: keyof ReleaseWords): boolean => words[name] !== before[name];
  return {
    expectedRev: release.rev,
    ...(isNew("models") ? { models: listOf(words.models) } : {}),
    ...(isNew("expectedVersion")
      ? { expectedVersion: expectedOf({ expectedVersion: words.expectedVersion, version: release.version }) }
      : {}),
    ...(isNew("versionIsPattern") ? { versionIsPattern: words.versionIsPattern } : {}),
    ...(isNew("versionEvidence") ? { versionEvidence: words.versionEvidence } : {}),
    ...(isNew("fromVersions") ? { fromVersions: listOf(words.fromVersions) } : {}),
    ...(isNew("allowDowngrade") ? { allowDowngrade: words.allowDowngrade } : {}),
    ...(isNew("notes") ? { notes: textOf(words.notes) } : {}),
  };
}

export const expectedOf = ({ expectedVersion, version }: Pick<ReleaseDraft, "expectedVersion" | "version">): string =>
  expectedVersion.trim() === "" ? version.trim() : expectedVersion.trim();

/** Words between commas or line ends, each once. */
export const listOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  ),
];

const textOf = (text: string): string | null => (text.trim() === "" ? null : text.trim());
