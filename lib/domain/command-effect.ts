/**
 * Which fact proves that a command did what it was asked: accepted is not done. The facts are read from
 * the books, so that a proof seen just before a crash is still seen after it.
 */

import { isSameSetting } from "./setting-value";
import type { ConnectorStatus } from "./station";
import type { StationCommand } from "./station-command";

/** What the books say of a station since a command was sent. */
export type EffectFacts = {
  readonly bootedAt: Date | null;
  /** When it first signed in with a password it was told over OCPP. */
  readonly passwordTakenAt: Date | null;
  readonly connectionEpoch: number;
  readonly connectors: readonly {
    readonly evse: number;
    readonly connector: number;
    readonly status: ConnectorStatus;
    readonly receivedAt: Date;
  }[];
  readonly sessions: readonly {
    readonly id: number;
    readonly evse: number;
    readonly phase: "Active" | "Ended";
    readonly tokenUid: string | null;
    readonly remoteStartId: number | null;
    readonly startReceivedAt: Date;
    readonly endReceivedAt: Date | null;
  }[];
  /** Actions received from the station since the command was sent. */
  readonly actionsReceived: ReadonlySet<string>;
  /** What became of the log that was asked for; null where none was. */
  readonly log: { readonly isOurs: boolean; readonly isReceived: boolean; readonly isToldUploaded: boolean } | null;
  /** The version of its card list read back since the command was sent; null where it was not. */
  readonly localListVersion: number | null;
  /** What the station said last of an update of its firmware, in the words of 2.x; null where it said nothing since. */
  readonly firmwareTold: string | null;
  /** What was asked to be read back after a change, once the station has told it. */
  readonly settingRead: SettingRead | null;
  /** What the station will allow, asked after a profile was installed. */
  readonly scheduleRead: ScheduleRead | null;
};

/** `value` is null where the station does not tell it: write-only, or not known to it after all. */
export type SettingRead = { readonly value: string | null };

/** `Exceeds`: it would allow more than its profiles do, in these words. `NotTold`: it cannot or will not tell. */
export type ScheduleRead =
  | { readonly type: "Within" | "NotTold" }
  | { readonly type: "Exceeds"; readonly inWords: string };

export type SentCommand = {
  readonly command: StationCommand;
  readonly number: number;
  readonly sentAt: Date;
  readonly epoch: number;
};

export type Effect = {
  readonly isObserved: boolean;
  readonly sessionId: number | null;
  /** What the station said instead: it will not come true any more. */
  readonly refutedBy?: string;
};

const NOT_YET: Effect = { isObserved: false, sessionId: null };
const observed = (isObserved: boolean): Effect => ({ isObserved, sessionId: null });

/** Has the effect of this command been seen? A type whose proof is its answer is never asked here. */
export function effectOf(sent: SentCommand, facts: EffectFacts): Effect {
  const { command } = sent;
  switch (command.type) {
    case "RemoteStart":
      return startedSession(sent, command, facts);
    case "RemoteStop": {
      const session = facts.sessions.find((row) => row.id === command.sessionId);
      return session?.phase === "Ended" ? { isObserved: true, sessionId: session.id } : NOT_YET;
    }
    case "Reset":
      return observed(facts.connectionEpoch > sent.epoch && facts.bootedAt !== null && facts.bootedAt > sent.sentAt);
    case "ChangeAvailability":
      return observed(isAvailabilityReached(command, facts));
    case "TriggerMessage":
      return observed(actionsTriggered(command.message).some((action) => facts.actionsReceived.has(action)));
    case "ChangeSetting":
      return changedSetting(command.value, facts.settingRead);
    case "SetChargingProfile":
      return installedProfile(facts.scheduleRead);
    case "SendLocalList":
      return observed(facts.localListVersion === command.version);
    case "ChangePassword":
      return observed(facts.passwordTakenAt !== null && facts.passwordTakenAt > sent.sentAt);
    case "UpdateFirmware":
      return updatedFirmware(facts.firmwareTold);
    case "GetLog":
      // The file is the proof; of one that goes elsewhere there is only the station's word.
      return observed(facts.log?.isOurs === true ? facts.log.isReceived : facts.log?.isToldUploaded === true);
    case "Unlock":
    case "GetSettings":
    case "ClearCache":
    case "DataTransfer":
    case "ReserveNow":
    case "CancelReservation":
    case "GetLocalListVersion":
    case "ClearChargingProfile":
    case "GetCompositeSchedule":
    case "CertificateSigned":
    case "InstallCertificate":
    case "GetInstalledCertificates":
    case "DeleteCertificate":
    case "Raw":
      return NOT_YET;
  }
}

/** Where a value is not told, the answer that took it is all there is. */
function changedSetting(wanted: string, read: SettingRead | null): Effect {
  if (read === null) return NOT_YET;
  if (read.value === null || isSameSetting(wanted, read.value)) return observed(true);
  return { ...NOT_YET, refutedBy: read.value };
}

/** A station may allow less than its profiles do; where it does not tell, the answer that took it is all there is. */
function installedProfile(read: ScheduleRead | null): Effect {
  if (read === null) return NOT_YET;
  return read.type === "Exceeds" ? { ...NOT_YET, refutedBy: read.inWords } : observed(true);
}

/** Firmware statuses after which nothing more comes (L01; 1.6 has the first two). */
const UPDATE_FAILURES: ReadonlySet<string> = new Set([
  "DownloadFailed",
  "InstallationFailed",
  "InstallVerificationFailed",
  "InvalidSignature",
]);

function updatedFirmware(told: string | null): Effect {
  if (told === null) return NOT_YET;
  return UPDATE_FAILURES.has(told) ? { ...NOT_YET, refutedBy: told } : observed(told === "Installed");
}

/** Every kind of certificate is asked for by the same action; 1.6 has one of its own for signed firmware. */
function actionsTriggered(message: string): readonly string[] {
  if (/^Sign\w+Certificate$/.test(message)) return ["SignCertificate"];
  return message === "FirmwareStatusNotification" ? [message, `Signed${message}`] : [message];
}

/** The station's own remoteStartId where it has one (F02.FR.01), otherwise the same place and token since then. */
function startedSession(
  sent: SentCommand,
  command: Extract<StationCommand, { type: "RemoteStart" }>,
  facts: EffectFacts,
): Effect {
  const uid = command.tokenUid.toLowerCase();
  const session = facts.sessions.find((row) => {
    if (row.remoteStartId !== null) return row.remoteStartId === sent.number;
    const isThere = command.evse === 0 || row.evse === command.evse;
    return isThere && row.startReceivedAt >= sent.sentAt && row.tokenUid?.toLowerCase() === uid;
  });
  return session === undefined ? NOT_YET : { isObserved: true, sessionId: session.id };
}

function isAvailabilityReached(
  command: Extract<StationCommand, { type: "ChangeAvailability" }>,
  facts: EffectFacts,
): boolean {
  const concerned = facts.connectors.filter((row) => command.evse === 0 || row.evse === command.evse);
  if (concerned.length === 0) return false;
  const isWanted = (status: ConnectorStatus): boolean =>
    command.operational === "Inoperative" ? status === "Unavailable" : status !== "Unavailable";
  // A status told before counts: where it was the wanted one already, nothing more will be told.
  return concerned.every((row) => isWanted(row.status));
}
