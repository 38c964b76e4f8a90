/** Commands in the words of 1.6. */
import { err, type Result, unreachable } from "@/lib/domain/result";
import type { CommandOf, StationCommand } from "@/lib/domain/station-command";
import { type Fault, fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall, rawCall } from "../answers";
import { certificateSigned, deleteCertificate, getInstalledCertificates, installCertificate } from "./certificates";
import { clearChargingProfile, getCompositeSchedule, setChargingProfile, startProfile } from "./charging-profiles";
import { getLog, updateFirmware } from "./files";
import { sendLocalList } from "./local-list";
import { reserveNow } from "./reservations";
import { changeConfiguration, getConfiguration } from "./settings";
import { triggerMessage } from "./triggers";

const VERSION = "ocpp1.6";

export function writeCommand(command: StationCommand, context: CommandContext): Result<WireCall, Fault> | null {
  switch (command.type) {
    case "RemoteStart":
      return remoteStart(command);
    case "RemoteStop":
      return remoteStop(context);
    case "Reset":
      return reset(command);
    case "Unlock":
      return ourCall(VERSION, "UnlockConnector", { connectorId: command.evse });
    case "ChangeAvailability":
      return ourCall(VERSION, "ChangeAvailability", { connectorId: command.evse, type: command.operational });
    case "TriggerMessage":
      return triggerMessage(command);
    case "GetSettings":
      return getConfiguration(command.keys);
    case "ChangeSetting":
      return changeConfiguration(command.key, command.value);
    case "ChangePassword":
      return changeConfiguration("AuthorizationKey", Buffer.from(command.password).toString("hex"));
    case "ClearCache":
      return ourCall(VERSION, "ClearCache", {});
    case "DataTransfer":
      return dataTransfer(command);
    case "ReserveNow":
      return reserveNow(command, context);
    case "CancelReservation":
      return ourCall(VERSION, "CancelReservation", { reservationId: command.reservationId });
    case "GetLocalListVersion":
      return ourCall(VERSION, "GetLocalListVersion", {});
    case "SendLocalList":
      return sendLocalList(command);
    case "SetChargingProfile":
      return setChargingProfile(command, context);
    case "ClearChargingProfile":
      return clearChargingProfile(command);
    case "GetCompositeSchedule":
      return getCompositeSchedule(command);
    case "GetLog":
      return getLog(command, context);
    case "UpdateFirmware":
      return updateFirmware(command, context);
    case "CertificateSigned":
      return command.use === "ChargingStation" ? certificateSigned(command.chain) : null;
    case "InstallCertificate":
      return installCertificate(command.use, command.certificate);
    case "GetInstalledCertificates":
      return getInstalledCertificates(command.use);
    case "DeleteCertificate":
      return deleteCertificate(command.hash);
    case "Raw":
      return rawCall(VERSION, command.action, command.payload);
    default:
      return unreachable(command);
  }
}

function remoteStart({ tokenUid, evse, profile }: CommandOf<"RemoteStart">): Result<WireCall, Fault> {
  const withProfile = startProfile(profile);
  if (!withProfile.ok) return withProfile;
  return ourCall(VERSION, "RemoteStartTransaction", {
    idTag: tokenUid,
    // Stations refuse a start without a connector, or misread 0 (quirk E16).
    ...(evse === 0 ? {} : { connectorId: evse }),
    ...withProfile.value,
  });
}

/** `data` is text in 1.6; what is not is sent as its JSON. */
function dataTransfer({ vendorId, messageId, data }: CommandOf<"DataTransfer">): Result<WireCall, Fault> {
  return ourCall(VERSION, "DataTransfer", {
    vendorId,
    ...(messageId === undefined ? {} : { messageId }),
    ...(data === undefined ? {} : { data: typeof data === "string" ? data : JSON.stringify(data) }),
  });
}

function remoteStop({ session }: CommandContext): Result<WireCall, Fault> {
  if (session === null) return err(fault("PropertyConstraint", "the session is not known"));
  return ourCall(VERSION, "RemoteStopTransaction", { transactionId: session.id });
}

/** 1.6 resets whole stations only. */
function reset({ when, evse = 0 }: CommandOf<"Reset">): Result<WireCall, Fault> | null {
  if (evse !== 0) return null;
  return ourCall(VERSION, "Reset", { type: when === "Now" ? "Hard" : "Soft" });
}
