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

export const expectedOf = ({ expectedVersion, version }: ReleaseDraft): string =>
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
