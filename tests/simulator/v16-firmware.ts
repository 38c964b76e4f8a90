/** 1.6: firmware as the norm has it, and as the security whitepaper has it. A station knows one of the two. */
import type { OCPP16 } from "typed-ocpp";
import { answer, type Call, type CommandHandler, onCommand, type StationControl } from "./dialect";
import type { FirmwareStep } from "./firmware";
import { numberedOrder, numberedStatus, triesOf } from "./numbered-firmware";
import type { Reply } from "./rpc-client";

type PlainStatus = OCPP16.FirmwareStatusNotificationRequest["status"];

const PLAIN: Readonly<Record<FirmwareStep | "Idle", PlainStatus | null>> = {
  Idle: "Idle",
  DownloadScheduled: null,
  Downloading: "Downloading",
  Downloaded: "Downloaded",
  DownloadFailed: "DownloadFailed",
  SignatureVerified: null,
  InvalidSignature: "InstallationFailed",
  InstallScheduled: null,
  Installing: "Installing",
  InstallRebooting: null,
  InstallVerificationFailed: "InstallationFailed",
  InstallationFailed: "InstallationFailed",
  Installed: "Installed",
};

/** §6.19: seven words, and never which update is meant. */
export function plainStatus(step: FirmwareStep | "Idle"): Call | null {
  const status = PLAIN[step];
  if (status === null) return null;
  return {
    action: "FirmwareStatusNotification",
    payload: { status } satisfies OCPP16.FirmwareStatusNotificationRequest,
  };
}

export const signedStatus = (status: FirmwareStep | "Idle", requestId: number | null): Call => ({
  action: "SignedFirmwareStatusNotification",
  payload: numberedStatus(status, requestId),
});

export const FACTORY_SETTINGS_16: readonly Call[] = [
  ["HeartbeatInterval", "86400"],
  ["MeterValueSampleInterval", "900"],
  ["LocalAuthListEnabled", "false"],
].map(([key, value]) => ({ action: "ChangeConfiguration", payload: { key, value } }));

export function firmwareCommands16(isSigned: boolean): readonly (readonly [string, CommandHandler])[] {
  if (!isSigned) return [["UpdateFirmware", onCommand(updateFirmware)]];
  return [
    // L01.FR.20
    ["UpdateFirmware", () => ({ type: "Error", code: "NotSupported", description: "Only with a signature" })],
    ["SignedUpdateFirmware", onCommand(signedUpdateFirmware)],
    ["ExtendedTriggerMessage", onCommand(extendedTrigger)],
  ];
}

// Its answer has no status: nobody can refuse but by an error.
function updateFirmware(request: OCPP16.UpdateFirmwareRequest, control: StationControl): Reply {
  const { answer: status, begin } = control.firmware.order({
    requestId: null,
    location: request.location,
    retrieveAt: request.retrieveDate,
    installAt: null,
    ...triesOf(request),
    signed: null,
  });
  if (status === "Rejected") return { type: "Error", code: "GenericError", description: "Not now" };
  return answer({} satisfies OCPP16.UpdateFirmwareResponse, begin);
}

function signedUpdateFirmware(request: OCPP16.SignedUpdateFirmwareRequest, control: StationControl): Reply {
  const { answer: status, begin } = control.firmware.order(numberedOrder(request));
  return answer({ status } satisfies OCPP16.SignedUpdateFirmwareResponse, begin);
}

function extendedTrigger(
  { requestedMessage, connectorId }: OCPP16.ExtendedTriggerMessageRequest,
  control: StationControl,
) {
  const afterwards = extendedTriggered(requestedMessage, connectorId, control);
  if (typeof afterwards === "string")
    return answer({ status: afterwards } satisfies OCPP16.ExtendedTriggerMessageResponse);
  return answer({ status: "Accepted" } satisfies OCPP16.ExtendedTriggerMessageResponse, afterwards);
}

function extendedTriggered(
  requestedMessage: OCPP16.ExtendedTriggerMessageRequest["requestedMessage"],
  connectorId: number | undefined,
  control: StationControl,
): (() => void) | "Rejected" | "NotImplemented" {
  const connectors = control.connectors.filter(({ id }) => connectorId === undefined || id === connectorId);
  switch (requestedMessage) {
    case "BootNotification":
      return control.isRegistered ? "Rejected" : control.boot;
    case "Heartbeat":
      return control.heartbeat;
    case "StatusNotification":
      return () => connectors.forEach(control.reportStatus);
    case "MeterValues":
      return () => connectors.forEach(control.sample);
    case "FirmwareStatusNotification":
      return control.firmware.tellLast ?? "NotImplemented";
    case "LogStatusNotification":
      return () => control.send({ action: requestedMessage, payload: { status: "Idle" } });
    case "SignChargePointCertificate":
      return "NotImplemented";
  }
}
