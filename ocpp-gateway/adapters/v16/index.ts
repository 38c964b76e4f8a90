/** OCPP 1.6J. Meets 2.x in `lib/domain` only. */
import type { OCPP16 } from "typed-ocpp";
import { unreachable } from "@/lib/domain/result";
import type { StationMessage } from "@/lib/domain/station-message";
import type { VersionAdapter } from "../adapter";
import { answerReader } from "../answers";
import { checkedReader, schemaCheck } from "../checked";
import { factsOf, judge } from "./answers";
import { tokenOf } from "./authorization";
import { readStatus } from "./availability";
import { readBoot } from "./boot";
import { writeCommand } from "./commands";
import { readMeterValues } from "./meter-values";
import { writeReply } from "./replies";
import {
  readDiagnosticsStatus,
  readFirmwareStatus,
  readLogStatus,
  readSecurityEvent,
  readSignCertificate,
  readSignedFirmwareStatus,
} from "./reports";
import { readStart, readStop } from "./transactions";

/** The calls of stations that have an effect here. */
type V16Call =
  | { readonly action: "Authorize"; readonly payload: OCPP16.AuthorizeRequest }
  | { readonly action: "BootNotification"; readonly payload: OCPP16.BootNotificationRequest }
  | { readonly action: "DataTransfer"; readonly payload: OCPP16.DataTransferRequest }
  | { readonly action: "DiagnosticsStatusNotification"; readonly payload: OCPP16.DiagnosticsStatusNotificationRequest }
  | { readonly action: "FirmwareStatusNotification"; readonly payload: OCPP16.FirmwareStatusNotificationRequest }
  | { readonly action: "Heartbeat"; readonly payload: OCPP16.HeartbeatRequest }
  | { readonly action: "LogStatusNotification"; readonly payload: OCPP16.LogStatusNotificationRequest }
  | { readonly action: "MeterValues"; readonly payload: OCPP16.MeterValuesRequest }
  | { readonly action: "SecurityEventNotification"; readonly payload: OCPP16.SecurityEventNotificationRequest }
  | { readonly action: "SignCertificate"; readonly payload: OCPP16.SignCertificateRequest }
  | {
      readonly action: "SignedFirmwareStatusNotification";
      readonly payload: OCPP16.SignedFirmwareStatusNotificationRequest;
    }
  | { readonly action: "StartTransaction"; readonly payload: OCPP16.StartTransactionRequest }
  | { readonly action: "StatusNotification"; readonly payload: OCPP16.StatusNotificationRequest }
  | { readonly action: "StopTransaction"; readonly payload: OCPP16.StopTransactionRequest };

const check = schemaCheck<V16Call>("ocpp1.6", [
  "Authorize",
  "BootNotification",
  "DataTransfer",
  "DiagnosticsStatusNotification",
  "FirmwareStatusNotification",
  "Heartbeat",
  "LogStatusNotification",
  "MeterValues",
  "SecurityEventNotification",
  "SignCertificate",
  "SignedFirmwareStatusNotification",
  "StartTransaction",
  "StatusNotification",
  "StopTransaction",
]);

function translate(call: V16Call, receivedAt: Date): StationMessage {
  switch (call.action) {
    case "Authorize":
      return { type: "AuthorizationAsked", token: tokenOf(call.payload.idTag) };
    case "BootNotification":
      return readBoot(call.payload);
    case "DataTransfer": {
      const { vendorId, messageId = null, data = null } = call.payload;
      return { type: "DataTransferred", vendorId, messageId, data };
    }
    case "Heartbeat":
      return { type: "HeartbeatReceived" };
    case "MeterValues":
      return readMeterValues(call.payload, receivedAt);
    case "StartTransaction":
      return readStart(call.payload, receivedAt);
    case "StatusNotification":
      return readStatus(call.payload);
    case "StopTransaction":
      return readStop(call.payload, receivedAt);
    case "DiagnosticsStatusNotification":
      return readDiagnosticsStatus(call.payload);
    case "FirmwareStatusNotification":
      return readFirmwareStatus(call.payload);
    case "LogStatusNotification":
      return readLogStatus(call.payload);
    case "SecurityEventNotification":
      return readSecurityEvent(call.payload, receivedAt);
    case "SignCertificate":
      return readSignCertificate(call.payload);
    case "SignedFirmwareStatusNotification":
      return readSignedFirmwareStatus(call.payload);
    default:
      return unreachable(call);
  }
}

export const v16: VersionAdapter = {
  version: "ocpp1.6",
  can: { talkBeforeBoot: true, misspellJson: true },
  readCall: checkedReader(check, translate),
  writeReply,
  writeCommand,
  readAnswer: answerReader("ocpp1.6", { judge, factsOf }),
  errorCodes: {
    NotImplemented: "NotImplemented",
    NotSupported: "NotSupported",
    Internal: "InternalError",
    Protocol: "ProtocolError",
    Security: "SecurityError",
    MalformedPayload: "FormationViolation", // sic: 1.6 says "Formation"
    PropertyConstraint: "PropertyConstraintViolation",
    WrongCount: "OccurenceConstraintViolation", // sic: 1.6 has one "r"
    TypeConstraint: "TypeConstraintViolation",
    Generic: "GenericError",
    // 1.6 has no words for these two.
    UnknownMessageType: "GenericError",
    RpcFramework: "FormationViolation",
  },
};
