/** What we ask of a station, version-neutral, and the words for what became of it. */
import type { ChargingProfile, ChargingSchedule, CompositeSchedule, ProfilePurpose } from "./charging-profile";
import type { JsonObject, JsonValue } from "./json";
import type { LocalListEntry } from "./local-list";
import type { CertificateHash, RootCertificateUse } from "./root-certificate";

/** How often a station tries a download or upload, and how long it waits between; its own choice where absent. */
type Retries = { readonly retries?: number; readonly retryIntervalSeconds?: number };

export type StationCommand =
  | {
      readonly type: "RemoteStart";
      readonly evse: number;
      readonly tokenUid: string;
      readonly tokenType?: string;
      /** A TxProfile without a session: it is for the one that starts. */
      readonly profile?: ChargingProfile;
    }
  | { readonly type: "RemoteStop"; readonly sessionId: number }
  | { readonly type: "Reset"; readonly when: "Now" | "WhenIdle"; readonly evse?: number }
  | { readonly type: "Unlock"; readonly evse: number; readonly connector: number }
  | {
      readonly type: "ChangeAvailability";
      /** evse 0 = the whole station. */
      readonly evse: number;
      readonly operational: "Operative" | "Inoperative";
    }
  /** `isExtended`: by the trigger of 1.6's security whitepaper, which also asks for what is signed. */
  | {
      readonly type: "TriggerMessage";
      readonly message: string;
      readonly evse?: number;
      readonly isExtended?: boolean;
    }
  | { readonly type: "GetSettings"; readonly keys?: readonly string[] }
  | { readonly type: "ChangeSetting"; readonly key: string; readonly value: string }
  /** The password it signs in with: 20 letters and digits, the AuthorizationKey of 1.6 as well as the password of 2.x. */
  | { readonly type: "ChangePassword"; readonly password: string }
  | { readonly type: "ClearCache" }
  | { readonly type: "DataTransfer"; readonly vendorId: string; readonly messageId?: string; readonly data?: JsonValue }
  /** evse 0 = any. The command's own number is the reservation's id on the wire. */
  | {
      readonly type: "ReserveNow";
      readonly evse: number;
      readonly tokenUid: string;
      readonly tokenType?: string;
      readonly groupUid?: string;
      /** ISO 8601. */
      readonly expiresAt: string;
    }
  | { readonly type: "CancelReservation"; readonly reservationId: number }
  | { readonly type: "GetLocalListVersion" }
  | {
      readonly type: "SendLocalList";
      readonly update: "Full" | "Differential";
      readonly version: number;
      readonly entries: readonly LocalListEntry[];
    }
  /** evse 0 = the whole station. */
  | { readonly type: "SetChargingProfile"; readonly evse: number; readonly profile: ChargingProfile }
  /** By its id, or all that meet every field given; all there are where none is. */
  | {
      readonly type: "ClearChargingProfile";
      readonly profileId?: number;
      readonly evse?: number;
      readonly purpose?: ProfilePurpose;
      readonly stackLevel?: number;
    }
  | {
      readonly type: "GetCompositeSchedule";
      readonly evse: number;
      readonly durationSeconds: number;
      readonly unit?: ChargingSchedule["unit"];
    }
  /** `location`: where to upload it to. `from`, `to`: ISO 8601. */
  | (Retries & {
      readonly type: "GetLog";
      readonly log: "DiagnosticsLog" | "SecurityLog";
      readonly location: string;
      readonly from?: string;
      readonly to?: string;
    })
  /** Signed where there is a signature. Instants: ISO 8601. */
  | (Retries & {
      readonly type: "UpdateFirmware";
      readonly location: string;
      readonly retrieveAt: string;
      readonly installAt?: string;
      /** PEM, and base64. */
      readonly signed?: { readonly certificate: string; readonly signature: string };
    })
  /** The answer to a SignCertificate: PEM, the station's own certificate first. */
  | { readonly type: "CertificateSigned"; readonly use: "ChargingStation" | "V2G"; readonly chain: string }
  | { readonly type: "InstallCertificate"; readonly use: RootCertificateUse; readonly certificate: string }
  | { readonly type: "GetInstalledCertificates"; readonly use: RootCertificateUse }
  | { readonly type: "DeleteCertificate"; readonly hash: CertificateHash }
  /** Any action of the station's own OCPP version, checked against its schema by the gateway. */
  | { readonly type: "Raw"; readonly action: string; readonly payload: JsonObject };

type LogCommand = Extract<StationCommand, { readonly type: "GetLog" }>;

/** What people may ask for: a password is made by a verb of its own; where a log comes to and a profile's id may be left to us. */
export type AskableCommand =
  | Exclude<StationCommand, { readonly type: "ChangePassword" | "GetLog" | "SetChargingProfile" }>
  | (Omit<LogCommand, "location"> & { readonly location?: string })
  | {
      readonly type: "SetChargingProfile";
      readonly evse: number;
      readonly profile: Omit<ChargingProfile, "id"> & Partial<Pick<ChargingProfile, "id">>;
    };

/** The same once it is known where a log comes to. */
export type LocatedCommand = Exclude<AskableCommand, { readonly type: "GetLog" }> | LogCommand;

export type CommandType = StationCommand["type"];

/** The command of one type. */
export type CommandOf<Type extends CommandType> = Extract<StationCommand, { readonly type: Type }>;

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
  "Revoked",
  "NotSent",
] as const;
/**
 * Pending → Sent → (Accepted) → WaitingForEffect → Done | NoEffect; Scheduled waits without limit.
 * Rejected, Failed (CALLERROR or unusable payload), NotSupported, NoAnswer (sent, may still act; never
 * sent again), NotConnected, Expired, Revoked (never sent), NotSent (came too late to its socket, so it surely never
 * left) are ends.
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

/** What an answer tells besides its verdict, in our words; absent is not told. */
export type AnswerFacts = {
  readonly settings?: readonly SettingTold[];
  readonly unknownSettings?: readonly string[];
  /** 0: an empty list; -1: the station keeps none. */
  readonly localListVersion?: number;
  readonly fileName?: string;
  readonly schedule?: CompositeSchedule;
  readonly certificates?: readonly CertificateHash[];
  /** A change that counts only after a restart. */
  readonly needsRestart?: boolean;
};

/** `value` is null where it is not told (write-only). */
export type SettingTold = {
  readonly key: string;
  readonly value: string | null;
  readonly isReadonly: boolean | null;
};

/** How a station answered a command. */
export type CommandAnswer =
  | {
      readonly type: "Answered";
      /** The answer's verdict in our words. */
      readonly verdict: "Accepted" | "Rejected" | "Scheduled" | "NotSupported";
      /** The station's own status word; null where the answer has none. */
      readonly status: string | null;
      readonly payload: JsonObject;
      readonly facts: AnswerFacts;
    }
  | { readonly type: "Refused"; readonly code: string; readonly description: string }
  | { readonly type: "NoAnswer"; readonly why: "Timeout" | "ConnectionLost" };

/** CALLERROR in any version's spelling that says: this station cannot. */
export const isUnsupported = (code: string): boolean => code === "NotImplemented" || code === "NotSupported";

const EFFECT_SECONDS: ReadonlyMap<CommandType, number> = new Map<CommandType, number>([
  ["RemoteStart", 90],
  ["RemoteStop", 60],
  ["ChangeAvailability", 60],
  ["TriggerMessage", 30],
  ["ChangeSetting", 30],
  ["SendLocalList", 30],
  ["SetChargingProfile", 60],
  // Not every station comes back by itself once it has the new one.
  ["ChangePassword", 3_600],
  ["GetLog", 1_800],
  ["UpdateFirmware", 7_200],
]);

/** Seconds to wait for the effect that proves a command ; null = the answer is the proof. */
export function effectWaitSeconds(command: StationCommand): number | null {
  if (command.type === "Reset") return command.when === "Now" ? 300 : 180;
  return EFFECT_SECONDS.get(command.type) ?? null;
}

/** Until when the effect is waited for; null where the answer is the proof. */
export function effectDeadline(command: StationCommand, now: Date): Date | null {
  const seconds = effectWaitSeconds(command);
  if (seconds === null) return null;
  // A station may be told to fetch it later.
  const from =
    command.type === "UpdateFirmware" ? Math.max(now.getTime(), Date.parse(command.retrieveAt)) : now.getTime();
  return new Date(from + seconds * 1000);
}

const HARMLESS: ReadonlySet<CommandType> = new Set<CommandType>([
  "GetSettings",
  "ChangeSetting",
  "ChangeAvailability",
  "ClearCache",
  "GetLocalListVersion",
  "SendLocalList",
  "GetCompositeSchedule",
  "GetLog",
  "GetInstalledCertificates",
]);

/** Harmless enough to wait for a station that is away. */
export const mayWaitForConnection = (type: CommandType): boolean => HARMLESS.has(type);
