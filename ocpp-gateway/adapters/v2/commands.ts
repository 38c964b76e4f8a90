/** Commands in the words of 2.x. */
import { err, type Result, unreachable } from "@/lib/domain/result";
import type { StationCommand } from "@/lib/domain/station-command";
import type { SchemaVersion } from "../../schemas/load";
import { type Fault, fault } from "../../wire/fault";
import type { CommandContext, VersionAdapter, WireCall } from "../adapter";
import { ourCall, rawCall } from "../answers";
import { variableOf, variablesOf } from "./settings";

type Written = Result<WireCall, Fault> | null;
type Of<Type extends StationCommand["type"]> = Extract<StationCommand, { readonly type: Type }>;

export const commandWriter =
  (version: SchemaVersion): VersionAdapter["writeCommand"] =>
  (command, context) => {
    switch (command.type) {
      case "RemoteStart":
        return remoteStart(version, command, context);
      case "RemoteStop":
        return remoteStop(version, context);
      case "Reset":
        return ourCall(version, "Reset", {
          type: command.when === "Now" ? "Immediate" : "OnIdle",
          ...evseId(command.evse),
        });
      case "Unlock":
        return ourCall(version, "UnlockConnector", { evseId: command.evse, connectorId: command.connector });
      case "ChangeAvailability":
        return ourCall(version, "ChangeAvailability", {
          operationalStatus: command.operational,
          ...(command.evse === 0 ? {} : { evse: { id: command.evse } }),
        });
      case "TriggerMessage":
        return triggerMessage(version, command);
      case "GetSettings":
        return getSettings(version, command);
      case "ChangeSetting":
        return changeSetting(version, command);
      case "ChangePassword":
        return changeSetting(version, { key: "SecurityCtrlr.BasicAuthPassword", value: command.password });
      case "Raw":
        return rawCall(version, command.action, command.payload);
      default:
        return unreachable(command);
    }
  };

/** EVSE 0 is the station: 2.x leaves the field out. */
const evseId = (evse: number | undefined) => (evse === undefined || evse === 0 ? {} : { evseId: evse });

function remoteStart(version: SchemaVersion, command: Of<"RemoteStart">, { number }: CommandContext): Written {
  return ourCall(version, "RequestStartTransaction", {
    idToken: { idToken: command.tokenUid, type: command.tokenType ?? "Central" },
    remoteStartId: number,
    ...evseId(command.evse),
  });
}

function remoteStop(version: SchemaVersion, { session }: CommandContext): Written {
  const transactionId = session?.transactionId ?? null;
  if (transactionId === null) return err(fault("PropertyConstraint", "the session's transaction is not known"));
  return ourCall(version, "RequestStopTransaction", { transactionId });
}

/** A StatusNotification is asked of a connector, not of an EVSE (F06). */
function triggerMessage(version: SchemaVersion, { message, evse = 0 }: Of<"TriggerMessage">): Written {
  const connector = message === "StatusNotification" ? { connectorId: 1 } : {};
  return ourCall(version, "TriggerMessage", {
    requestedMessage: message,
    ...(evse === 0 ? {} : { evse: { id: evse, ...connector } }),
  });
}

/** 2.x cannot be asked for all settings in one answer: that is a report (B07). */
function getSettings(version: SchemaVersion, { keys = [] }: Of<"GetSettings">): Written {
  if (keys.length === 0) return null;
  const variables = variablesOf(keys);
  return variables.ok ? ourCall(version, "GetVariables", { getVariableData: variables.value }) : variables;
}

function changeSetting(version: SchemaVersion, { key, value }: Omit<Of<"ChangeSetting">, "type">): Written {
  const variable = variableOf(key);
  if (!variable.ok) return variable;
  return ourCall(version, "SetVariables", { setVariableData: [{ attributeValue: value, ...variable.value }] });
}
