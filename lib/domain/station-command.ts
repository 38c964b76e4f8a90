/** What we ask of a station, version-neutral, and the words for what became of it. */
import type { JsonObject } from "./json";

export type StationCommand =
  | { readonly type: "RemoteStart"; readonly evse: number; readonly tokenUid: string; readonly tokenType?: string }
  | { readonly type: "RemoteStop"; readonly sessionId: number }
  | { readonly type: "Reset"; readonly when: "Now" | "WhenIdle"; readonly evse?: number }
  | { readonly type: "Unlock"; readonly evse: number; readonly connector: number }
  | {
      readonly type: "ChangeAvailability";
      /** evse 0 = the whole station. */
      readonly evse: number;
      readonly operational: "Operative" | "Inoperative";
    }
  | { readonly type: "TriggerMessage"; readonly message: string; readonly evse?: number }
  | { readonly type: "GetSettings"; readonly keys?: readonly string[] }
  | { readonly type: "ChangeSetting"; readonly key: string; readonly value: string }
  /** The password it signs in with: 20 letters and digits, the AuthorizationKey of 1.6 as well as the password of 2.x. */
  | { readonly type: "ChangePassword"; readonly password: string }
  /** Any action of the station's own OCPP version, checked against its schema by the gateway. */
  | { readonly type: "Raw"; readonly action: string; readonly payload: JsonObject };

/** What people may ask for as it stands; a password is made by a verb of its own. */
export type AskableCommand = Exclude<StationCommand, { readonly type: "ChangePassword" }>;

export type CommandType = StationCommand["type"];

export const COMMAND_STATES = [
  "Pending",
  "Sent",
  "Accepted",
  "WaitingForEffect",
  "Scheduled",
  "Done",
  "NoEffect",
  "Rejected",
  "Failed",
  "NotSupported",
  "NoAnswer",
  "NotConnected",
  "Expired",
] as const;
/**
 * Pending → Sent → (Accepted) → WaitingForEffect → Done | NoEffect; Scheduled waits without limit.
 * Rejected, Failed (CALLERROR or unusable payload), NotSupported, NoAnswer (sent, may still act; never
 * sent again), NotConnected, Expired (never sent) are ends.
 */
export type CommandState = (typeof COMMAND_STATES)[number];

const OPEN: ReadonlySet<CommandState> = new Set<CommandState>([
  "Pending",
  "Sent",
  "Accepted",
  "WaitingForEffect",
  "Scheduled",
]);
export const isSettled = (state: CommandState): boolean => !OPEN.has(state);

/** How a station answered a command. */
export type CommandAnswer =
  | {
      readonly type: "Answered";
      /** The answer's verdict in our words. */
      readonly verdict: "Accepted" | "Rejected" | "Scheduled" | "NotSupported";
      /** The station's own status word; null where the answer has none. */
      readonly status: string | null;
      readonly payload: JsonObject;
    }
  | { readonly type: "Refused"; readonly code: string; readonly description: string }
  | { readonly type: "NoAnswer"; readonly why: "Timeout" | "ConnectionLost" };

/** Seconds to wait for the effect that proves a command (`ui.md` §5); null = the answer is the proof. */
export function effectWaitSeconds(command: StationCommand): number | null {
  switch (command.type) {
    case "RemoteStart":
      return 90;
    case "RemoteStop":
      return 60;
    case "Reset":
      return command.when === "Now" ? 300 : 180;
    case "ChangeAvailability":
      return 60;
    case "TriggerMessage":
    case "ChangeSetting":
      return 30;
    case "ChangePassword":
      // Not every station comes back by itself once it has the new one.
      return 3_600;
    case "Unlock":
    case "GetSettings":
    case "Raw":
      return null;
  }
}

/** Until when the effect is waited for; null where the answer is the proof. */
export function effectDeadline(command: StationCommand, now: Date): Date | null {
  const seconds = effectWaitSeconds(command);
  return seconds === null ? null : new Date(now.getTime() + seconds * 1000);
}

/** Harmless enough to wait for a station that is away. */
export function mayWaitForConnection(type: CommandType): boolean {
  return type === "GetSettings" || type === "ChangeSetting" || type === "ChangeAvailability";
}
