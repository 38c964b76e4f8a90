/** Firmware releases as everybody sees them. Instants are ISO strings. */

export const RELEASE_STATES = ["Uploading", "Uploaded", "Verifying", "Verified", "Rejected", "Retired"] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

export const RELEASE_CHECKS = ["Hash", "Certificate", "Chain", "Dates", "Signature", "Limits"] as const;
/** One thing that was looked at: `Skipped` where there is nothing to look at (an unsigned image). */
export type ReleaseCheck = {
  readonly check: (typeof RELEASE_CHECKS)[number];
  readonly result: "Passed" | "Failed" | "Skipped";
  /** What was found, for people; null where there is nothing to add. */
  readonly found: string | null;
};

export type ReleaseView = {
  readonly id: string;
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
  readonly bytes: number;
  /** Hex; null until the file is whole. */
  readonly sha256: string | null;
  readonly isSigned: boolean;
  readonly status: ReleaseState;
  /** Why it was rejected, in words; null otherwise. */
  readonly fault: string | null;
  readonly checks: readonly ReleaseCheck[];
  readonly uploadedBy: string;
  readonly createdAt: string;
  readonly verifiedAt: string | null;
  readonly retiredAt: string | null;
  readonly rev: number;
};

/** A vendor's root certificate that signing certificates are held against. */
export type TrustRootView = {
  readonly id: string;
  readonly vendor: string;
  readonly subject: string;
  /** SHA-256 in hex. */
  readonly fingerprint: string;
  readonly validTo: string;
  readonly addedBy: string;
  readonly addedAt: string;
};

/** How many stations of a model tell which version, and what there is for them. */
export type ComplianceRow = {
  readonly vendor: string;
  readonly model: string;
  readonly total: number;
  readonly versions: readonly {
    /** Null: never told. */
    readonly version: string | null;
    readonly stations: number;
    readonly isNewest: boolean;
  }[];
  /** The newest verified release for the model; null where there is none. */
  readonly newest: { readonly releaseId: string; readonly version: string } | null;
  /** Stations that do not run it yet. */
  readonly behind: number;
};
