/** A log asked of a station: what it said of it, and what came of it. Instants are ISO strings. */
import type { CommandState } from "./station-command";

export const LOG_JOB_STATES = [
  "Requested",
  "Accepted",
  "Uploading",
  "Uploaded",
  "Received",
  "Rejected",
  "NotSupported",
  "Failed",
  "UploadFailed",
  "NothingToUpload",
  "Superseded",
  "NoAnswer",
  "NotSent",
  "TimedOut",
  "Cancelled",
] as const;
/**
 * Requested → Accepted → Uploading → Uploaded (the station's word) → Received (the file is here, whatever was said).
 * Everything else is an end, which a file that arrives after all still turns into Received.
 */
export type LogJobState = (typeof LOG_JOB_STATES)[number];

export type LogFileState = "Receiving" | "Complete" | "BrokenOff" | "Removed";

export type LogFileView = {
  readonly id: string;
  readonly name: string;
  readonly contentType: string | null;
  readonly state: LogFileState;
  readonly bytes: number;
  /** Hex; null until it is complete. */
  readonly sha256: string | null;
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly removedAt: string | null;
  /** Null with `removedAt`: by its age. */
  readonly removedBy: string | null;
};

export type LogJobView = {
  readonly id: string;
  readonly identity: string;
  readonly commandId: string;
  readonly log: "DiagnosticsLog" | "SecurityLog";
  readonly state: LogJobState;
  /** False: it was asked to upload elsewhere, and we have only its word. */
  readonly isOurs: boolean;
  readonly from: string | null;
  readonly to: string | null;
  readonly requestedBy: string;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly answeredAt: string | null;
  readonly uploadingAt: string | null;
  /** The station's last word on it, in the words of OCPP 2.x. */
  readonly toldStatus: string | null;
  readonly toldAt: string | null;
  readonly receivedAt: string | null;
  /** Nothing is taken in from then on. */
  readonly expiresAt: string;
  readonly cancelledAt: string | null;
  /** What the station called the file in its answer. */
  readonly fileName: string | null;
  readonly errorDescription: string | null;
  /** Newest first. */
  readonly files: readonly LogFileView[];
};

export type LogJobFacts = {
  readonly commandState: CommandState;
  readonly isWaitedFor: boolean;
  readonly toldStatus: string | null;
  readonly hasNothing: boolean;
  readonly isCancelled: boolean;
  readonly files: readonly LogFileState[];
};

const ENDS: Readonly<Partial<Record<CommandState, LogJobState>>> = {
  NotConnected: "NotSent",
  Expired: "NotSent",
  Revoked: "NotSent",
  NotSent: "NotSent",
  Rejected: "Rejected",
  Failed: "Failed",
  NotSupported: "NotSupported",
};

const FAILURES: ReadonlySet<string> = new Set([
  "UploadFailure",
  "BadMessage",
  "PermissionDenied",
  "NotSupportedOperation",
]);

/** How far a job is: a file that is here outweighs every word, and a word outweighs silence. */
export function logJobState(facts: LogJobFacts): LogJobState {
  if (facts.files.some((file) => file === "Complete" || file === "Removed")) return "Received";
  if (facts.isCancelled) return "Cancelled";
  return ENDS[facts.commandState] ?? toldState(facts) ?? silentState(facts);
}

function toldState({ toldStatus, commandState, files }: LogJobFacts): LogJobState | null {
  if (files.includes("Receiving")) return "Uploading";
  if (toldStatus === "Uploaded") return "Uploaded";
  if (toldStatus === "AcceptedCanceled") return "Superseded";
  if (toldStatus !== null && FAILURES.has(toldStatus)) return "UploadFailed";
  return toldStatus === "Uploading" && commandState !== "NoEffect" ? "Uploading" : null;
}

function silentState({ commandState, hasNothing, isWaitedFor }: LogJobFacts): LogJobState {
  if (hasNothing) return "NothingToUpload";
  if (commandState === "NoEffect") return "TimedOut";
  if (commandState === "NoAnswer") return isWaitedFor ? "NoAnswer" : "TimedOut";
  return commandState === "Pending" || commandState === "Sent" ? "Requested" : "Accepted";
}

/** May a file still come? */
export const isAwaited = (state: LogJobState): boolean =>
  state === "Requested" ||
  state === "Accepted" ||
  state === "Uploading" ||
  state === "Uploaded" ||
  state === "NoAnswer";
