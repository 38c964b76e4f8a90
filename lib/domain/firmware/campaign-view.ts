/** Campaigns as everybody sees them. Instants are ISO strings; rates are shares from 0 to 1. */
import type { CampaignSpec, WaveRule } from "./campaign-spec";
import type {
  AbortPolicy,
  Blocker,
  CampaignOutcome,
  CampaignState,
  JobReason,
  JobState,
  PauseCause,
  Phase,
  WaveState,
} from "./campaign-states";

export type WaveView = {
  readonly index: number;
  readonly name: string;
  readonly gate: "Auto" | "Manual";
  readonly rule: WaveRule;
  readonly status: WaveState;
  readonly releasedAt: string | null;
  readonly overriddenAt: string | null;
  readonly openedAt: string | null;
  readonly soakUntil: string | null;
  readonly closedAt: string | null;
  readonly verdict: Readonly<Record<string, unknown>> | null;
  readonly total: number;
  readonly active: number;
  readonly succeeded: number;
  /** Of the succeeded, those on the station's word alone. */
  readonly unverified: number;
  readonly failed: number;
  /** Of the failed, those that did not come back. */
  readonly lost: number;
  readonly skipped: number;
  readonly expired: number;
  readonly cancelled: number;
};

export type ApprovalView = {
  readonly id: string;
  readonly decision: "Approved" | "Rejected";
  readonly by: string;
  readonly comment: string | null;
  readonly at: string;
  readonly expiresAt: string | null;
  readonly voidedAt: string | null;
  readonly specHash: string;
};

/** What somebody may do with it now; the verbs decide again. */
export type CampaignActions = {
  readonly edit: boolean;
  readonly submit: boolean;
  readonly withdraw: boolean;
  readonly approve: boolean;
  readonly reject: boolean;
  readonly start: boolean;
  readonly pause: boolean;
  readonly resume: boolean;
  /** Opens the manual gate of the next wave. */
  readonly release: boolean;
  /** Lets a held wave pass. */
  readonly override: boolean;
  readonly retryFailed: boolean;
  readonly abort: boolean;
  readonly clone: boolean;
  readonly rollBack: boolean;
};

/** A row of the list. */
export type CampaignSummary = {
  readonly id: string;
  readonly name: string;
  readonly kind: "Update" | "Rollback";
  readonly isEmergency: boolean;
  readonly status: CampaignState;
  readonly pauseCause: PauseCause | null;
  readonly outcome: CampaignOutcome | null;
  readonly release: { readonly id: string; readonly vendor: string; readonly version: string };
  readonly createdBy: string;
  readonly createdAt: string;
  readonly startAt: string | null;
  readonly startedAt: string | null;
  readonly deadlineAt: string | null;
  readonly finishedAt: string | null;
  readonly totals: WaveTotals;
  readonly waves: readonly Pick<
    WaveView,
    "index" | "name" | "status" | "total" | "active" | "succeeded" | "failed" | "skipped" | "expired" | "cancelled"
  >[];
  readonly rev: number;
};

export type WaveTotals = {
  readonly total: number;
  readonly active: number;
  readonly succeeded: number;
  readonly unverified: number;
  readonly failed: number;
  readonly lost: number;
  readonly skipped: number;
  readonly expired: number;
  readonly cancelled: number;
};

export type CampaignView = Omit<CampaignSummary, "waves"> & {
  readonly spec: CampaignSpec;
  readonly specRev: number;
  readonly specHash: string | null;
  readonly pauseEvidence: Readonly<Record<string, unknown>> | null;
  readonly reason: string | null;
  readonly abortPolicy: AbortPolicy | null;
  readonly rollbackOfId: string | null;
  readonly clonedFromId: string | null;
  readonly submittedAt: string | null;
  readonly approvedAt: string | null;
  readonly approvals: readonly ApprovalView[];
  readonly waves: readonly WaveView[];
  /** Ready jobs by what they wait for, most first. */
  readonly waiting: readonly { readonly blockedBy: Blocker | null; readonly jobs: number }[];
  /** Failed jobs by reason, most first. */
  readonly failures: readonly { readonly reason: JobReason; readonly jobs: number }[];
  /** Plain 1.6 stations among the targets: they cannot check a signature. */
  readonly unsignedTargets: number;
  readonly isKilled: boolean;
  /** What the one who asks may do. */
  readonly actions: CampaignActions;
};

export type JobView = {
  readonly id: string;
  readonly identity: string;
  readonly stationName: string | null;
  readonly site: string | null;
  readonly timeZone: string;
  readonly waveIndex: number;
  readonly generation: number;
  readonly status: JobState;
  readonly reason: JobReason | null;
  readonly blockedBy: Blocker | null;
  readonly phase: Phase | null;
  readonly attempts: number;
  readonly attemptsMax: number;
  readonly fromVersion: string | null;
  readonly seenVersion: string | null;
  readonly isVerified: boolean | null;
  readonly lateOutcome: "Recovered" | null;
  readonly isCredited: boolean;
  readonly notBefore: string | null;
  readonly statusAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** By what our own file server sent; null where nothing was fetched. */
  readonly download: { readonly bytesReached: number; readonly bytes: number; readonly at: string | null } | null;
  readonly evidence: Readonly<Record<string, unknown>> | null;
  readonly isLocked: boolean;
  readonly rev: number;
};

export type CampaignEventView = {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly actorKind: "operator" | "apiKey" | "system";
  readonly type: string;
  readonly jobId: string | null;
  readonly identity: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly cause: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly hash: string;
};

export const EXCLUSIONS = [
  "AlreadyOnTarget",
  "WrongModel",
  "FromVersion",
  "Downgrade",
  "Locked",
  "Blocked",
  "OtherCampaign",
  "NeverBooted",
  "NoUpdateSupport",
  "NoFileTransfer",
] as const;
/** Why a station that the filter matches is not part of it. */
export type Exclusion = (typeof EXCLUSIONS)[number];

/** A dry run of a spec: what would happen, and nothing is stored. */
export type CampaignPreview = {
  readonly targets: number;
  readonly waves: readonly {
    readonly index: number;
    readonly name: string;
    readonly stations: number;
    readonly sites: number;
  }[];
  readonly excluded: readonly {
    readonly reason: Exclusion;
    readonly stations: number;
    readonly examples: readonly string[];
  }[];
  readonly versions: readonly { readonly version: string | null; readonly stations: number }[];
  /** Other open campaigns that have some of these stations. */
  readonly overlaps: readonly { readonly campaignId: string; readonly name: string; readonly stations: number }[];
  /** Who cannot check a signature (plain 1.6). */
  readonly unsignedTargets: number;
  /** Sites whose windows are too short for what has to be left of them. */
  readonly sitesWithoutWindow: readonly string[];
  /** The first stations in the order in which they come, with the start of the window in which they would. */
  readonly first: readonly {
    readonly identity: string;
    readonly site: string | null;
    readonly timeZone: string;
    readonly fromVersion: string | null;
    /** ISO instant. */
    readonly notBefore: string;
  }[];
  /** When the last wave would be over if all went well; null where it cannot end before its deadline. */
  readonly expectedEndAt: string | null;
  /** What a canary of this size proves: the failure rate that is still possible. */
  readonly canaryProof: number;
};

/** The figures of the whole, one row per station: what a report prints. */
export type ReportRow = {
  readonly identity: string;
  readonly site: string | null;
  readonly wave: string;
  readonly status: JobState;
  readonly reason: JobReason | null;
  readonly attempts: number;
  readonly fromVersion: string | null;
  readonly seenVersion: string | null;
  readonly isVerified: boolean | null;
  readonly lateOutcome: "Recovered" | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
};
