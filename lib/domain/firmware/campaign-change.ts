/** What `decide` wants done. All changes of one decision are committed together, or none is. Instants: ms since 1970. */
import type {
  AbortPolicy,
  AttemptOutcome,
  Blocker,
  CampaignOutcome,
  CampaignState,
  JobReason,
  JobState,
  PauseCause,
  Phase,
  WaveState,
} from "./campaign-states";

export type Evidence = Readonly<Record<string, unknown>>;

export type CampaignChange =
  /** Back to PendingApproval: its approval is void from now on. */
  | {
      readonly type: "Campaign";
      readonly set: {
        readonly status?: CampaignState;
        readonly pauseCause?: PauseCause | null;
        readonly pauseEvidence?: Evidence | null;
        readonly outcome?: CampaignOutcome;
        readonly abortPolicy?: AbortPolicy;
        /** Its approval no longer counts. */
        readonly approvedAt?: null;
        readonly startedAt?: number;
        readonly deadlineAt?: number;
        readonly finishedAt?: number;
        readonly failBase?: number;
        readonly lostBase?: number;
        readonly succeededBase?: number;
        readonly acknowledgedAt?: number;
      };
      readonly cause: string;
    }
  | {
      readonly type: "Wave";
      readonly index: number;
      readonly set: {
        readonly status?: WaveState;
        readonly releasedAt?: number;
        readonly overriddenAt?: number;
        readonly openedAt?: number;
        readonly soakUntil?: number | null;
        readonly closedAt?: number;
        readonly verdict?: Evidence;
      };
      readonly cause: string;
    }
  /** A job's new status is an entry of the journal; without `status` only what is shown of it changes. */
  | {
      readonly type: "Job";
      readonly jobId: string;
      readonly set: {
        readonly status?: JobState;
        readonly reason?: JobReason | null;
        readonly blockedBy?: Blocker | null;
        readonly phase?: Phase | null;
        readonly attempts?: number;
        readonly undelivered?: number;
        readonly notBefore?: number | null;
        readonly readyAt?: number;
        readonly verifyingAt?: number | null;
        readonly seenVersion?: string | null;
        readonly isVerified?: boolean;
        readonly lateOutcome?: "Recovered";
        readonly evidence?: Evidence;
      };
      readonly cause: string;
    }
  /** Opens an attempt and orders its UpdateFirmware. */
  | { readonly type: "OpenAttempt"; readonly jobId: string; readonly n: number; readonly isSigned: boolean }
  | {
      readonly type: "Attempt";
      readonly attemptId: string;
      readonly set: {
        readonly phase?: Phase;
        readonly progressAt?: number;
        readonly heardReportId?: number;
        readonly installingAt?: number;
        readonly rebootingAt?: number;
        readonly reconcilingAt?: number | null;
        readonly evidence?: Evidence;
      };
    }
  | {
      readonly type: "CloseAttempt";
      readonly attemptId: string;
      readonly outcome: AttemptOutcome;
      readonly evidence?: Evidence;
    }
  /** The command has not been sent and never will be. Only said of one that was seen Pending under its lock. */
  | { readonly type: "RevokeCommand"; readonly commandId: string }
  | { readonly type: "RevokeGrant"; readonly attemptId: string }
  /** Orders the cancelling command of L01.FR.24: an update whose file does not exist. */
  | { readonly type: "CancelUpdate"; readonly jobId: string; readonly attemptId: string }
  | { readonly type: "Ask"; readonly jobId: string; readonly what: "FirmwareStatus" | "Boot" }
  /** What the station's make turned out to answer. */
  | {
      readonly type: "Learn";
      readonly stationId: number;
      readonly plainUpdate?: boolean;
      readonly signedUpdate?: boolean;
      readonly statusTrigger?: boolean;
    }
  /** The obligation to restore comes first, then the command that takes it out of service. */
  | { readonly type: "Drain"; readonly jobId: string; readonly stationId: number }
  /** The update is over: what was taken out of service is to be put back. */
  | { readonly type: "RestoreDue"; readonly jobId: string; readonly stationId: number };
