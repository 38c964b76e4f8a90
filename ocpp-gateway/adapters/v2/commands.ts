/** Commands in the words of 2.x. */
import { err, type Result, unreachable } from "@/lib/domain/result";
import type { CommandOf } from "@/lib/domain/station-command";
import type { SchemaVersion } from "../../schemas/load";
import { type Fault, fault } from "../../wire/fault";
import type { CommandContext, VersionAdapter, WireCall } from "../adapter";
import { ourCall, rawCall } from "../answers";
import { certificateSigned, deleteCertificate, getInstalledCertificates, installCertificate } from "./certificates";
import { clearChargingProfile, getCompositeSchedule, setChargingProfile, startProfile } from "./charging-profiles";
import { getLog, updateFirmware } from "./files";
import { reserveNow, sendLocalList } from "./lists";
import { variableOf, variablesOf } from "./settings";

type Written = Result<WireCall, Fault> | null;

export const commandWriter =
  (version: SchemaVersion): VersionAdapter["writeCommand"] =>
  (command, context) => {
    switch (command.type) {
      case "RemoteStart":
        return remoteStart(version, command, context);
      case "RemoteStop":
        return remoteStop(version, context);
      case "Reset":
        return reset(version, command);
      case "Unlock":
        return ourCall(version, "UnlockConnector", { evseId: command.evse, connectorId: command.connector });
      case "ChangeAvailability":
        return changeAvailability(version, command);
      case "TriggerMessage":
        return triggerMessage(version, command);
      case "GetSettings":
        return getSettings(version, command);
      case "ChangeSetting":
        return changeSetting(version, command);
      case "ChangePassword":
        return changeSetting(version, { key: "SecurityCtrlr.BasicAuthPassword", value: command.password });
      case "ClearCache":
        return ourCall(version, "ClearCache", {});
      case "DataTransfer":
        return dataTransfer(version, command);
      case "ReserveNow":
        return reserveNow(version, command, context);
      case "CancelReservation":
        return ourCall(version, "CancelReservation", { reservationId: command.reservationId });
      case "GetLocalListVersion":
        return ourCall(version, "GetLocalListVersion", {});
      case "SendLocalList":
        return sendLocalList(version, command);
      case "SetChargingProfile":
        return setChargingProfile(version, command, context);
      case "ClearChargingProfile":
        return clearChargingProfile(version, command);
      case "GetCompositeSchedule":
        return getCompositeSchedule(version, command);
      case "GetLog":
        return getLog(version, command, context);
      case "UpdateFirmware":
        return updateFirmware(version, command, context);
      case "CertificateSigned":
        return certificateSigned(version, command);
      case "InstallCertificate":
        return installCertificate(version, command);
      case "GetInstalledCertificates":
        return getInstalledCertificates(version, command);
      case "DeleteCertificate":
        return deleteCertificate(version, command);
      case "Raw":
        return rawCall(version, command.action, command.payload);
      default:
        return unreachable(command);
    }
  };

/** EVSE 0 is the station: 2.x leaves the field out. */
const evseId = (evse: number | undefined) => (evse === undefined || evse === 0 ? {} : { evseId: evse });

const reset = (version: SchemaVersion, { when, evse }: CommandOf<"Reset">): Written =>
  ourCall(version, "Reset", { type: when === "Now" ? "Immediate" : "OnIdle", ...evseId(evse) });

const changeAvailability = (version: SchemaVersion, { operational, evse }: CommandOf<"ChangeAvailability">): Written =>
  ourCall(version, "ChangeAvailability", {
    operationalStatus: operational,
    ...(evse === 0 ? {} : { evse: { id: evse } }),
  });

function remoteStart(version: SchemaVersion, command: CommandOf<"RemoteStart">, { number }: CommandContext): Written {
  const withProfile = startProfile(command.profile);
  if (!withProfile.ok) return withProfile;
  return ourCall(version, "RequestStartTransaction", {
    idToken: { idToken: command.tokenUid, type: command.tokenType ?? "Central" },
    remoteStartId: number,
    ...evseId(command.evse),
    ...withProfile.value,
  });
}

function dataTransfer(version: SchemaVersion, { vendorId, messageId, data }: CommandOf<"DataTransfer">): Written {
  return ourCall(version, "DataTransfer", {
    vendorId,
    ...(messageId === undefined ? {} : { messageId }),
    ...(data === undefined ? {} : { data }),
  });
}

function remoteStop(version: SchemaVersion, { session }: CommandContext): Written {
  const transactionId = session?.transactionId ?? null;
  if (transactionId === null) return err(fault("PropertyConstraint", "the session's transaction is not known"));
  return ourCall(version, "RequestStopTransaction", { transactionId });
}

/** What 1.6 calls otherwise. */
const TRIGGERS: ReadonlyMap<string, string> = new Map([
  ["DiagnosticsStatusNotification", "LogStatusNotification"],
  ["SignChargePointCertificate", "SignChargingStationCertificate"],
]);

/** A StatusNotification is asked of a connector, not of an EVSE (F06). */
function triggerMessage(version: SchemaVersion, { message, evse = 0 }: CommandOf<"TriggerMessage">): Written {
  const requestedMessage = TRIGGERS.get(message) ?? message;
  const connector = message === "StatusNotification" ? { connectorId: 1 } : {};
  return ourCall(version, "TriggerMessage", {
    requestedMessage,
    ...(evse === 0 ? {} : { evse: { id: evse, ...connector } }),
  });
}

/** 2.x cannot be asked for all settings in one answer: that is a report (B07). */
function getSettings(version: SchemaVersion, { keys = [] }: CommandOf<"GetSettings">): Written {
  if (keys.length === 0) return null;
  const variables = variablesOf(keys);
  return variables.ok ? ourCall(version, "GetVariables", { getVariableData: variables.value }) : variables;
}

function changeSetting(version: SchemaVersion, { key, value }: Omit<CommandOf<"ChangeSetting">, "type">): Written {
  const variable = variableOf(key);
  if (!variable.ok) return variable;
  return ourCall(version, "SetVariables", { setVariableData: [{ attributeValue: value, ...variable.value }] });
}
