/** 2.0.1: firmware with and without a signature, by one command (L01, L02). */
import type { OCPP20 } from "typed-ocpp";
import { answer, type Call, type CommandHandler, onCommand, type StationControl } from "./dialect";
import type { FirmwareStep } from "./firmware";
import type { Reply } from "./rpc-client";

/** L01.FR.10: each with the requestId, but Idle. */
export function firmwareStatus(status: FirmwareStep | "Idle", requestId: number | null): Call {
  return {
    action: "FirmwareStatusNotification",
    payload: {
      status,
      ...(requestId === null ? {} : { requestId }),
    } satisfies OCPP20.FirmwareStatusNotificationRequest,
  };
}

export function securityEvent(type: string, at: Date): Call {
  return {
    action: "SecurityEventNotification",
    payload: { type, timestamp: at.toISOString() } satisfies OCPP20.SecurityEventNotificationRequest,
  };
}

export const FACTORY_SETTINGS_201: readonly Call[] = [
  setVariable("OCPPCommCtrlr", "HeartbeatInterval", "86400"),
  setVariable("SampledDataCtrlr", "TxUpdatedInterval", "900"),
];

export function firmwareCommands201(): readonly (readonly [string, CommandHandler])[] {
  return [["UpdateFirmware", onCommand(updateFirmware)]];
}

function updateFirmware(request: OCPP20.UpdateFirmwareRequest, control: StationControl): Reply {
  const { location, retrieveDateTime, installDateTime, signingCertificate, signature } = request.firmware;
  const { answer: status, begin } = control.firmware.order({
    requestId: request.requestId,
    location,
    retrieveAt: retrieveDateTime,
    installAt: installDateTime ?? null,
    retries: request.retries ?? null,
    retryIntervalSeconds: request.retryInterval ?? null,
    signed:
      signingCertificate === undefined || signature === undefined
        ? null
        : { certificate: signingCertificate, signature },
  });
  return answer({ status } satisfies OCPP20.UpdateFirmwareResponse, begin);
}

function setVariable(component: string, variable: string, attributeValue: string): Call {
  const data = { component: { name: component }, variable: { name: variable }, attributeValue };
  return { action: "SetVariables", payload: { setVariableData: [data] } satisfies OCPP20.SetVariablesRequest };
}
