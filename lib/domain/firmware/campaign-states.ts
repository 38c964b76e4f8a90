/** The words of a rollout: campaign, wave, job, attempt. What leads from one to the next is in `decide`. */

export const CAMPAIGN_STATES = [
  "Draft",
  "PendingApproval",
  "Rejected",
  "Scheduled",
  "Running",
  "Paused",
  "Closing",
  "Aborting",
  "Aborted",
  "Completed",
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

const CAMPAIGN_ENDS: ReadonlySet<CampaignState> = new Set<CampaignState>(["Rejected", "Aborted", "Completed"]);
export const isCampaignOver = (state: CampaignState): boolean => CAMPAIGN_ENDS.has(state);

export const PAUSE_CAUSES = [
  "Operator",
  "ErrorBudget",
  "LostLimit",
  "WaveHeld",
  "ManualGate",
  "SoakRegression",
  "Inconclusive",
  "ArtifactFailure",
  "DownloadFailures",
  "KillSwitch",
  /** At its time to start it was not what had been approved. */
  "NotAsApproved",
] as const;
/** Why a campaign stands still. `Operator` is a person's own; all others are Kituo's. */
export type PauseCause = (typeof PAUSE_CAUSES)[number];

/** Success: every station took it or had it. Partial: some did not. */
export type CampaignOutcome = "Success" | "Partial";

export const ABORT_POLICIES = ["CutDownloads", "LetFinish", "Cancel"] as const;
/** What becomes of stations that are downloading when a campaign is aborted. What installs is never touched. */
export type AbortPolicy = (typeof ABORT_POLICIES)[number];

export const WAVE_STATES = ["Pending", "Running", "Soaking", "Held", "Passed", "Skipped"] as const;
export type WaveState = (typeof WAVE_STATES)[number];
export const isWaveOpen = (state: WaveState): boolean => state === "Running" || state === "Soaking" || state === "Held";

export const JOB_STATES = [
  "Pending",
  "Ready",
  "Dispatching",
  "InProgress",
  "Reconciling",
  "Verifying",
  "Backoff",
  "Succeeded",
  "Failed",
  "Skipped",
  "Expired",
  "Cancelled",
] as const;
export type JobState = (typeof JOB_STATES)[number];

const JOB_ENDS: ReadonlySet<JobState> = new Set<JobState>(["Succeeded", "Failed", "Skipped", "Expired", "Cancelled"]);
const ACTIVE: ReadonlySet<JobState> = new Set<JobState>(["Dispatching", "InProgress", "Reconciling", "Verifying"]);
export const isJobOver = (state: JobState): boolean => JOB_ENDS.has(state);
/** Holds one of the places "in flight". */
export const isJobActive = (state: JobState): boolean => ACTIVE.has(state);

export const BLOCKERS = [
  "Offline",
  "OutsideWindow",
  "WindowTooShort",
  "SessionActive",
  "PluggedIn",
  "Reserved",
  "StationLocked",
  "OtherCampaign",
  "SiteLimit",
  "LastUsable",
  "InFlightLimit",
  "Rate",
  "Bandwidth",
  "StationBusyUpdating",
  "CampaignPaused",
  "KillSwitch",
  /** Its station is asked first whether it is updating. */
  "Asking",
  /** It is being taken out of service first. */
  "Draining",
] as const;
/** Why a job that may be sent is not sent yet. */
export type Blocker = (typeof BLOCKERS)[number];

export const JOB_REASONS = [
  // Failed
  "NotDelivered",
  "Refused",
  "DownloadFailed",
  "InstallFailed",
  "VersionMismatch",
  "Unhealthy",
  "InvalidSignature",
  "InstallVerificationFailed",
  "InvalidCertificate",
  "RevokedCertificate",
  "Lost",
  "NotStarted",
  "ForeignUpdate",
  // Skipped
  "AlreadyOnTarget",
  "Decommissioned",
  "Incompatible",
  "Superseded",
  "Unsupported",
  // Expired
  "Offline",
  "NeverIdle",
  "NoWindow",
  // Cancelled
  "Aborted",
  "DeadlineReached",
] as const;
export type JobReason = (typeof JOB_REASONS)[number];

export const ATTEMPT_OUTCOMES = [
  "Ok",
  "NotDelivered",
  "Revoked",
  "Refused",
  "DownloadFailed",
  "InstallFailed",
  "VersionMismatch",
  "Unhealthy",
  "NotStarted",
  "Lost",
  "ForeignUpdate",
  "Artifact",
  "Unsupported",
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** How far an update is, in the order of rank; gaps and repeats are normal, steps back are not followed. */
export const PHASES = [
  "Sent",
  "Accepted",
  "DownloadScheduled",
  "Downloading",
  "Downloaded",
  "SignatureVerified",
  "InstallScheduled",
  "Installing",
  "Rebooting",
  "Installed",
] as const;
export type Phase = (typeof PHASES)[number];
export const rankOf = (phase: Phase | null): number => (phase === null ? -1 : PHASES.indexOf(phase));
/** An update never goes back to an earlier phase, whatever order things are heard in. */
export const furthest = (known: Phase | null, heard: Phase): Phase =>
  known !== null && rankOf(known) > rankOf(heard) ? known : heard;
