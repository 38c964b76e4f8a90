import type { OCPP20 } from "typed-ocpp";
import {
  boolean,
  type Configuration,
  type ConfigurationKey,
  createConfiguration,
  list,
  readOnly,
  wholeNumber,
} from "./configuration";
import type { Connector } from "./connector";
import { answer, type CommandHandler, onCommand, type Settings, type StationControl } from "./dialect";
import { MEASURANDS } from "./meter";
import type { Reply } from "./rpc-client";
import { deviceCommands201 } from "./v201-device";
import { firmwareCommands201 } from "./v201-firmware";

export function createCommands201({ settings }: { readonly settings: Settings }): ReadonlyMap<string, CommandHandler> {
  const changes = new Set<Parameters<StationControl["settingsChanged"]>[0]>();
  const configuration = createConfiguration(variables(settings, (what) => changes.add(what)));

  return new Map<string, CommandHandler>([
    ["RequestStartTransaction", onCommand(requestStart)],
    ["RequestStopTransaction", onCommand(requestStop)],
    ["Reset", onCommand(reset)],
    ["UnlockConnector", onCommand(unlock)],
    ["ChangeAvailability", onCommand(changeAvailability)],
    ["TriggerMessage", onCommand(trigger)],
    ["GetTransactionStatus", onCommand(transactionStatus)],
    ...deviceCommands201(),
    ...firmwareCommands201(),
    ["ClearCache", () => answer({ status: "Accepted" } satisfies OCPP20.ClearCacheResponse)],
    ["DataTransfer", () => answer({ status: "UnknownVendorId" } satisfies OCPP20.DataTransferResponse)],
    ["GetVariables", onCommand((request: OCPP20.GetVariablesRequest) => answer(getVariables(configuration, request)))],
    [
      "SetVariables",
      onCommand((request: OCPP20.SetVariablesRequest, control) => {
        changes.clear();
        const response = setVariables(configuration, request);
        const changed = [...changes];
        return answer(response, () => changed.forEach(control.settingsChanged));
      }),
    ],
  ]);
}

function requestStart(request: OCPP20.RequestStartTransactionRequest, control: StationControl): Reply {
  const connector = control.isRegistered ? control.connectorFor(request.evseId ?? null) : null;
  if (!connector) return answer({ status: "Rejected" } satisfies OCPP20.RequestStartTransactionResponse);
  const start = { idTag: request.idToken.idToken, remoteStartId: request.remoteStartId };
  return answer({ status: "Accepted" } satisfies OCPP20.RequestStartTransactionResponse, () =>
    control.remoteStart(connector, start),
  );
}

function requestStop({ transactionId }: OCPP20.RequestStopTransactionRequest, control: StationControl): Reply {
  const connector = control.connectors.find(({ session }) => session?.transactionId === transactionId);
  if (!connector || !control.isRegistered) {
    return answer({ status: "Rejected" } satisfies OCPP20.RequestStopTransactionResponse);
  }
  return answer({ status: "Accepted" } satisfies OCPP20.RequestStopTransactionResponse, () =>
    control.remoteStop(connector, "Remote"),
  );
}

function reset({ type, evseId }: OCPP20.ResetRequest, control: StationControl): Reply {
  if (evseId !== undefined) return answer({ status: "Rejected" } satisfies OCPP20.ResetResponse);
  if (type === "OnIdle") return answer({ status: control.resetWhenIdle() } satisfies OCPP20.ResetResponse);
  return answer({ status: "Accepted" } satisfies OCPP20.ResetResponse, () => control.reset("Soft"));
}

function unlock({ evseId, connectorId }: OCPP20.UnlockConnectorRequest, control: StationControl): Reply {
  const connector = connectorId === 1 ? control.connectors.find(({ id }) => id === evseId) : undefined;
  const status = !connector ? "UnknownConnector" : connector.session ? "OngoingAuthorizedTransaction" : "Unlocked";
  return answer({ status } satisfies OCPP20.UnlockConnectorResponse);
}

function changeAvailability(request: OCPP20.ChangeAvailabilityRequest, control: StationControl): Reply {
  const connectors = connectorsMeant(control.connectors, request.evse);
  if (!connectors) return answer({ status: "Rejected" } satisfies OCPP20.ChangeAvailabilityResponse);
  const status = control.setAvailability(connectors, request.operationalStatus === "Operative");
  return answer({ status } satisfies OCPP20.ChangeAvailabilityResponse);
}

function transactionStatus({ transactionId }: OCPP20.GetTransactionStatusRequest, control: StationControl): Reply {
  const messagesInQueue = control.hasPendingMessages(transactionId ?? null);
  if (transactionId === undefined) return answer({ messagesInQueue } satisfies OCPP20.GetTransactionStatusResponse);
  const ongoingIndicator = control.connectors.some(({ session }) => session?.transactionId === transactionId);
  return answer({ messagesInQueue, ongoingIndicator } satisfies OCPP20.GetTransactionStatusResponse);
}

function trigger(request: OCPP20.TriggerMessageRequest, control: StationControl): Reply {
  const connectors = connectorsMeant(control.connectors, request.evse);
  const outcome = connectors ? triggered(request, control, connectors) : "Rejected";
  if (typeof outcome === "string") return answer({ status: outcome } satisfies OCPP20.TriggerMessageResponse);
  return answer({ status: "Accepted" } satisfies OCPP20.TriggerMessageResponse, outcome);
}

function triggered(
  { requestedMessage, evse }: OCPP20.TriggerMessageRequest,
  control: StationControl,
  connectors: readonly Connector[],
): (() => void) | "Rejected" | "NotImplemented" {
  switch (requestedMessage) {
    case "BootNotification":
      return control.isRegistered ? "Rejected" : control.boot;
    case "Heartbeat":
      return control.heartbeat;
    case "StatusNotification":
      return evse?.connectorId === undefined ? "Rejected" : () => connectors.forEach(control.reportStatus);
    case "MeterValues":
      return () => connectors.forEach(control.sample);
    case "TransactionEvent":
      return () => connectors.filter(({ session }) => session).forEach(control.sample);
    case "FirmwareStatusNotification":
      return control.firmware.tellLast ?? "NotImplemented"; // L01.FR.25, FR.26
    case "LogStatusNotification":
      return () => control.send({ action: requestedMessage, payload: { status: "Idle" } });
    case "SignChargingStationCertificate":
    case "SignV2GCertificate":
    case "SignCombinedCertificate":
    case "PublishFirmwareStatusNotification":
      return "NotImplemented";
  }
}

function getVariables(
  configuration: Configuration,
  { getVariableData }: OCPP20.GetVariablesRequest,
): OCPP20.GetVariablesResponse {
  const results = getVariableData.map((asked): OCPP20.GetVariablesResponse["getVariableResult"][number] => {
    const { component, variable } = asked;
    const found = configuration.find(`${component.name}.${variable.name}`);
    if (!found) return { component, variable, attributeStatus: "UnknownVariable" };
    if (found.access === "WriteOnly") return { component, variable, attributeStatus: "Rejected" };
    return { component, variable, attributeStatus: "Accepted", attributeValue: found.value };
  });
  return { getVariableResult: results as OCPP20.GetVariablesResponse["getVariableResult"] };
}

function setVariables(
  configuration: Configuration,
  { setVariableData }: OCPP20.SetVariablesRequest,
): OCPP20.SetVariablesResponse {
  const results = setVariableData.map(({ component, variable, attributeValue }) => {
    const result = configuration.set(`${component.name}.${variable.name}`, attributeValue);
    return { component, variable, attributeStatus: result === "Unknown" ? ("UnknownVariable" as const) : result };
  });
  return { setVariableResult: results as OCPP20.SetVariablesResponse["setVariableResult"] };
}

function variables(
  settings: Settings,
  changed: StationControl["settingsChanged"],
): Readonly<Record<string, ConfigurationKey>> {
  return {
    "AuthCtrlr.AuthorizeRemoteStart": boolean(settings.authorizesRemoteStarts, (value) => {
      settings.authorizesRemoteStarts = value;
    }),
    "OCPPCommCtrlr.FileTransferProtocols": readOnly("HTTP,HTTPS"),
    "OCPPCommCtrlr.HeartbeatInterval": wholeNumber(Math.round(settings.heartbeatMs / 1000), (seconds) => {
      settings.heartbeatMs = seconds * 1000;
      changed("Heartbeat");
    }),
    "OCPPCommCtrlr.WebSocketPingInterval": wholeNumber(Math.round(settings.pingMs / 1000), (seconds) => {
      settings.pingMs = seconds * 1000;
    }),
    "SampledDataCtrlr.TxUpdatedInterval": wholeNumber(Math.round(settings.meterIntervalMs / 1000), (seconds) => {
      settings.meterIntervalMs = seconds * 1000;
      changed("Sampling");
    }),
    "SampledDataCtrlr.TxUpdatedMeasurands": list(settings.measurands, MEASURANDS, (measurands) => {
      settings.measurands = measurands;
    }),
    "SecurityCtrlr.BasicAuthPassword": {
      access: "WriteOnly",
      value: "",
      accepts: (text) => text.length >= 16 && text.length <= 64,
      apply: (text) => {
        settings.password = text;
        changed("Password");
      },
    },
    "TxCtrlr.EVConnectionTimeOut": wholeNumber(Math.round(settings.connectionTimeoutMs / 1000), (seconds) => {
      settings.connectionTimeoutMs = seconds * 1000;
    }),
  };
}

/** No EVSE means the whole station; `null` when there is no such EVSE or connector. */
function connectorsMeant(
  connectors: readonly Connector[],
  evse: { readonly id: number; readonly connectorId?: number } | undefined,
): readonly Connector[] | null {
  if (!evse) return connectors;
  const found = connectors.find(({ id }) => id === evse.id);
  return found && (evse.connectorId ?? 1) === 1 ? [found] : null;
}
