import type { CommandState } from "./station-command";

/** What may be asked of many chargers at once, in the words of a command to one; a charger is asked as a whole. */
export type BulkCommand =
  | { readonly type: "Reset"; readonly when: "Now" | "WhenIdle" }
  | { readonly type: "ChangeAvailability"; readonly evse: 0; readonly operational: "Operative" | "Inoperative" }
  | { readonly type: "TriggerMessage"; readonly message: "StatusNotification" | "Heartbeat" | "BootNotification" };

export const BULK_ROW_STATES = ["Waiting", "Asked", "Refused", "LeftOut", "Stopped"] as const;
/**
 * Waiting for its turn; Asked (what became of it is its command's state); Refused by the books before anything was
 * sent; LeftOut as it was asked to be; Stopped before its turn came.
 */
export type BulkRowState = (typeof BULK_ROW_STATES)[number];

export const LEFT_OUT_REASONS = ["Offline", "Charging", "Blocked"] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export const PER_SECOND_MAX = 50;
export const BULK_ROWS_MAX = 20_000;

/** How one charger fared, in the words of the result. */
export const BULK_OUTCOMES = ["Waiting", "UnderWay", "Done", "Failed", "LeftOut", "Stopped"] as const;
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];

const UNDER_WAY: ReadonlySet<CommandState> = new Set(["Pending", "Sent", "Accepted", "WaitingForEffect"]);
/** The charger has taken it on, and does it when it can. */
const WELL: ReadonlySet<CommandState> = new Set(["Done", "Scheduled"]);

export function outcomeOf(state: BulkRowState, command: CommandState | null): BulkOutcome {
  switch (state) {
    case "Waiting":
    case "LeftOut":
    case "Stopped":
      return state;
    case "Refused":
      return "Failed";
    case "Asked":
      if (command === null || UNDER_WAY.has(command)) return "UnderWay";
      return WELL.has(command) ? "Done" : "Failed";
  }
}

/** What can be tried again: what failed, and what was stopped before its turn. Never what may still act. */
export const mayRetry = (outcome: BulkOutcome, command: CommandState | null): boolean =>
  command !== "NoAnswer" && (outcome === "Failed" || outcome === "Stopped");

export type BulkRowView = {
  readonly place: number;
  readonly identity: string;
  readonly outcome: BulkOutcome;
  /** Null until it is asked. */
  readonly commandId: string | null;
  readonly commandState: CommandState | null;
  /** The answer's own word, an error code, or why it was refused or left out. */
  readonly detail: string | null;
  readonly tries: number;
};

export type BulkJobView = {
  readonly id: string;
  readonly command: BulkCommand;
  readonly filter: string | null;
  readonly perSecond: number;
  /** Chargers with a car that charges are left alone. */
  readonly leavesOutCharging: boolean;
  readonly requestedBy: string;
  readonly createdAt: string;
  readonly stoppedAt: string | null;
  readonly total: number;
  readonly counts: Readonly<Record<BulkOutcome, number>>;
  /** How many of those that did not go well can be tried again. */
  readonly retryable: number;
  /** Nothing waits and nothing is under way. */
  readonly isOver: boolean;
};

/** What a command would meet, before it is given. Each charger is counted once: blocked, else offline, else charging. */
export type BulkPreview = {
  readonly total: number;
  /** Not connected: they cannot be asked, and are left out. */
  readonly offline: number;
  readonly charging: number;
  readonly blocked: number;
  /** Some of them by name. */
  readonly examples: Readonly<Record<LeftOutReason, readonly string[]>>;
};
