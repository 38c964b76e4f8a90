/** Commands in the words of 1.6. */
import { err, type Result, unreachable } from "@/lib/domain/result";
import type { StationCommand } from "@/lib/domain/station-command";
import { type Fault, fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall, rawCall } from "../answers";
import { changeConfiguration, getConfiguration } from "./settings";

const VERSION = "ocpp1.6";

export function writeCommand(command: StationCommand, context: CommandContext): Result<WireCall, Fault> | null {
  switch (command.type) {
    case "RemoteStart":
      return ourCall(VERSION, "RemoteStartTransaction", {
        idTag: command.tokenUid,
        // Stations refuse a start without a connector, or misread 0 (quirk E16).
        ...(command.evse === 0 ? {} : { connectorId: command.evse }),
      });
    case "RemoteStop":
      return remoteStop(context);
    case "Reset":
      return reset(command);
    case "Unlock":
      return ourCall(VERSION, "UnlockConnector", { connectorId: command.evse });
    case "ChangeAvailability":
      return ourCall(VERSION, "ChangeAvailability", { connectorId: command.evse, type: command.operational });
    case "TriggerMessage":
      return trigger(command);
    case "GetSettings":
      return getConfiguration(command.keys);
    case "ChangeSetting":
      return changeConfiguration(command.key, command.value);
    case "ChangePassword":
      return changeConfiguration("AuthorizationKey", Buffer.from(command.password).toString("hex"));
    case "Raw":
      return rawCall(VERSION, command.action, command.payload);
    default:
      return unreachable(command);
  }
}

function remoteStop({ session }: CommandContext): Result<WireCall, Fault> {
  if (session === null) return err(fault("PropertyConstraint", "the session is not known"));
  return ourCall(VERSION, "RemoteStopTransaction", { transactionId: session.id });
}

/** What only the whitepaper's own trigger asks for (§5.7). */
const EXTENDED: ReadonlySet<string> = new Set(["LogStatusNotification", "SignChargePointCertificate"]);

function trigger({ message, evse = 0 }: Extract<StationCommand, { type: "TriggerMessage" }>): Result<WireCall, Fault> {
  return ourCall(VERSION, EXTENDED.has(message) ? "ExtendedTriggerMessage" : "TriggerMessage", {
    requestedMessage: message,
    ...(evse === 0 ? {} : { connectorId: evse }),
  });
}

/** 1.6 resets whole stations only. */
function reset({ when, evse = 0 }: Extract<StationCommand, { type: "Reset" }>): Result<WireCall, Fault> | null {
  if (evse !== 0) return null;
  return ourCall(VERSION, "Reset", { type: when === "Now" ? "Hard" : "Soft" });
}
