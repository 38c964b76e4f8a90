/**
 * What `decide` looks at: one campaign as the books have it at one instant, read in the transaction that will write
 * the decision. Instants are milliseconds since 1970.
 */
import type { ConnectorStatus } from "../station";
import type { CommandState } from "../station-command";
import type { FirmwareStatus } from "../station-message";
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

export type CampaignFacts = {
  readonly id: string;
  readonly status: CampaignState;
  readonly pauseCause: PauseCause | null;
  readonly outcome: CampaignOutcome | null;
  readonly abortPolicy: AbortPolicy | null;
  readonly spec: CampaignSpec;
  readonly release: ReleaseFacts;
  readonly startAt: number | null;
  readonly startedAt: number | null;
  readonly deadlineAt: number | null;
  readonly approvedAt: number | null;
  readonly failBase: number;
  readonly lostBase: number;
  readonly succeededBase: number;
  readonly acknowledgedAt: number | null;
};

export type ReleaseFacts = {
  readonly id: string;
  readonly bytes: number;
  readonly isSigned: boolean;
  readonly vendor: string;
  readonly models: readonly string[];
  readonly expectedVersion: string;
  readonly versionIsPattern: boolean;
  readonly versionEvidence: "Required" | "BestEffort";
  readonly fromVersions: readonly string[];
};

export type WaveFacts = {
  readonly index: number;
  readonly gate: "Auto" | "Manual";
  readonly rule: WaveRule;
  readonly status: WaveState;
  readonly releasedAt: number | null;
  readonly overriddenAt: number | null;
  readonly openedAt: number | null;
  readonly soakUntil: number | null;
  readonly total: number;
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Of the failed, those that did not come back and were not credited. */
  readonly lost: number;
  readonly skipped: number;
  readonly expired: number;
  readonly cancelled: number;
};

export type AttemptFacts = {
  readonly id: string;
  readonly n: number;
  readonly openedAt: number;
  readonly isSigned: boolean;
  readonly phase: Phase | null;
  readonly progressAt: number;
  readonly installingAt: number | null;
  readonly rebootingAt: number | null;
  readonly reconcilingAt: number | null;
  readonly epochAtOpen: number;
  readonly heardReportId: number;
  readonly before: HealthBefore | null;
  /** Its UpdateFirmware; the number is the requestId on the wire. */
  readonly command: {
    readonly id: string;
    readonly number: number;
    readonly state: CommandState;
    readonly sentAt: number | null;
    readonly epoch: number | null;
    /** The station's word in its answer ("Accepted", "AcceptedCanceled", "InvalidCertificate"…); null in 1.6, or unanswered. */
    readonly answerStatus: string | null;
    readonly answeredAt: number | null;
    readonly errorCode: string | null;
  };
  /** Told since `heardReportId`, oldest first. */
  readonly reports: readonly ReportFacts[];
  readonly grant: {
    readonly bytesReached: number;
    readonly firstByteAt: number | null;
    readonly lastByteAt: number | null;
    readonly completedAt: number | null;
    readonly isRevoked: boolean;
  } | null;
};

export type ReportFacts = {
  readonly id: number;
  readonly status: FirmwareStatus;
  readonly requestId: number | null;
  readonly at: number;
};

/** How a station was before its update: what it has to be again after it. */
export type HealthBefore = {
  readonly version: string | null;
  readonly serialNumber: string | null;
  readonly connectors: readonly {
    readonly evse: number;
    readonly connector: number;
    readonly status: ConnectorStatus;
  }[];
  readonly settings: Readonly<Record<string, string | null>>;
};

export type JobFacts = {
  readonly id: string;
  readonly waveIndex: number;
  readonly stationId: number;
  readonly siteId: number | null;
  readonly generation: number;
  readonly place: number;
  readonly status: JobState;
  readonly reason: JobReason | null;
  readonly blockedBy: Blocker | null;
  readonly phase: Phase | null;
  readonly attempts: number;
  readonly undelivered: number;
  readonly notBefore: number | null;
  readonly readyAt: number | null;
  readonly statusAt: number;
  readonly verifyingAt: number | null;
  readonly fromVersion: string | null;
  readonly lateOutcome: "Recovered" | null;
  /** The question asked last on its behalf; null where none was. */
  readonly ask: AskFacts | null;
  /** The open one; null where none is. */
  readonly attempt: AttemptFacts | null;
  /** Outcomes of the closed ones of this generation, oldest first. */
  readonly past: readonly { readonly outcome: string; readonly closedAt: number }[];
  readonly station: StationFacts;
};

/** A trigger for the firmware's status (`what` FirmwareStatus) or for a boot message (Boot). */
export type AskFacts = {
  readonly id: string;
  readonly what: "FirmwareStatus" | "Boot";
  readonly askedAt: number;
  readonly state: CommandState;
  readonly sentAt: number | null;
  readonly epoch: number | null;
  /**
   * The first firmware report that came after its answer, give or take a second; null while none has. A station answers
   * first and tells then, so that what came long before its answer was on its way before, and says nothing of now.
   */
  readonly report: ReportFacts | null;
};

export type StationFacts = {
  readonly id: number;
  readonly identity: string;
  readonly siteId: number | null;
  /** IANA name of the site's zone; UTC where there is no site. */
  readonly timeZone: string;
  readonly isRemoved: boolean;
  readonly isBlocked: boolean;
  /** Connected now, to a gateway that is alive, and registered. */
  readonly isOnline: boolean;
  readonly epoch: number;
  readonly connectedAt: number | null;
  readonly disconnectedAt: number | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  /** As it told at its last boot, and when that was. */
  readonly version: string | null;
  readonly bootedAt: number | null;
  readonly connectors: readonly {
    readonly evse: number;
    readonly connector: number;
    readonly status: ConnectorStatus;
    readonly toldAt: number;
  }[];
  readonly hasSession: boolean;
  readonly lock: { readonly reason: string } | null;
  /** An attempt of another campaign is open, or an update that somebody asked for by hand is under way. */
  readonly isInOtherCampaign: boolean;
  readonly isUpdatingByHand: boolean;
  /** When an update was last sent to it, or the try of one that was sent ended, by any campaign; null = never. */
  readonly triedAt: number | null;
  /** What a station of this make and version is known to answer; null = not known. */
  readonly can: {
    readonly plainUpdate: boolean | null;
    readonly signedUpdate: boolean | null;
    readonly statusTrigger: boolean | null;
    /** 2.x, and 1.6 with the whitepaper: sessions are waited for by the station itself. */
    readonly waitsByItself: boolean;
    /** 2.x: one command for both kinds. */
    readonly tellsRequestId: boolean;
  };
  /** Connections of the station's own doing and error statuses since the job began to verify. */
  readonly connectionsSinceVerifying: number;
  readonly faultsSinceVerifying: number;
  /** Settings on the allow-list as read last. */
  readonly settings: Readonly<Record<string, string | null>>;
  /** Its availability after a drain: what still has to be put back. */
  readonly restores: readonly {
    readonly id: string;
    /** Whose update it was taken out of service for. */
    readonly jobId: string;
    readonly evse: number;
    /** When it was ordered out of service. */
    readonly orderedAt: number;
    readonly isDrained: boolean;
    /** The update is over, or will not be: it is to be put back. */
    readonly isDue: boolean;
    readonly isDone: boolean;
  }[];
};

export type SiteFacts = {
  readonly id: number;
  readonly stations: number;
  /** Connectors that could take a car now: connected, and neither faulted nor out of service. */
  readonly usableConnectors: number;
  /** Jobs in flight there, over all campaigns. */
  readonly active: number;
};

/** Updated against not yet updated stations of the same models, in the same hours; null where too little is known. */
export type SoakFigures = {
  readonly updated: SoakSide;
  readonly others: SoakSide;
};
export type SoakSide = {
  readonly stations: number;
  readonly stationDays: number;
  readonly sessions: number;
  readonly sessionsStarted: number;
  readonly sessionsInError: number;
  readonly faults: number;
  readonly reconnects: number;
};

/** What a start by the clock found: all as it was approved, or what is not. */
export type StartProof = "AsApproved" | "ImageChanged" | "ReleaseUnusable" | "PlanChanged";

export type CampaignSnapshot = {
  readonly campaign: CampaignFacts;
  readonly waves: readonly WaveFacts[];
  /**
   * Those that something may happen to: ready, backing off and active ones of whatever wave, pending ones of the open
   * wave and of the one that is next, and those failed as lost whose late outcome is not known.
   */
  readonly jobs: readonly JobFacts[];
  /** By site id. */
  readonly sites: ReadonlyMap<number, SiteFacts>;
  readonly isKilled: boolean;
  /** Attempts of this campaign opened in the last 60 s. */
  readonly startsLastMinute: number;
  /** Attempts of this campaign that ended in a failed download in the last ten minutes and after the last resume. */
  readonly downloadFailuresLately: number;
  /** Attempts, over all campaigns, from the sending to the end of the download. */
  readonly downloads: number;
  readonly soak: SoakFigures | null;
  /** Of a campaign that is to start by the clock; null while its image is still being hashed. */
  readonly startProof: StartProof | null;
};
