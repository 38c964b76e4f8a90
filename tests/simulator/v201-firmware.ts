/** 2.0.1: firmware with and without a signature, by one command (L01, L02). */
import type { OCPP20 } from "typed-ocpp";
import { answer, type Call, type CommandHandler, onCommand, type StationControl } from "./dialect";
import type { FirmwareStep } from "./firmware";
import { numberedOrder, numberedStatus } from "./numbered-firmware";
import type { Reply } from "./rpc-client";

export const firmwareStatus = (status: FirmwareStep | "Idle", requestId: number | null): Call => ({
  action: "FirmwareStatusNotification",
  payload: numberedStatus(status, requestId),
});

export const FACTORY_SETTINGS_201: readonly Call[] = [
  setVariable("OCPPCommCtrlr", "HeartbeatInterval", "86400"),
  setVariable("SampledDataCtrlr", "TxUpdatedInterval", "900"),
];

export function firmwareCommands201(): readonly (readonly [string, CommandHandler])[] {
  return [["UpdateFirmware", onCommand(updateFirmware)]];
}

function updateFirmware(request: OCPP20.UpdateFirmwareRequest, control: StationControl): Reply {
  const { answer: status, begin } = control.firmware.order(numberedOrder(request));
  return answer({ status } satisfies OCPP20.UpdateFirmwareResponse, begin);
}

function setVariable(component: string, variable: string, attributeValue: string): Call {
  const data = { component: { name: component }, variable: { name: variable }, attributeValue };
  return { action: "SetVariables", payload: { setVariableData: [data] } satisfies OCPP20.SetVariablesRequest };
}
