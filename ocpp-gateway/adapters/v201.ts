/** OCPP 2.0.1: what 2.x shares, over its schemas. */
import type { OCPP20 } from "typed-ocpp";
import type { JsonValue } from "@/lib/domain/json";
import { unreachable } from "@/lib/domain/result";
import type { StationMessage } from "@/lib/domain/station-message";
import type { VersionAdapter } from "./adapter";
import { answerReader } from "./answers";
import { checkedReader, schemaCheck } from "./checked";
import { factsOf, judge } from "./v2/answers";
import { tokenOf } from "./v2/authorization";
import { readStatus } from "./v2/availability";
import { readBoot } from "./v2/boot";
import { commandWriter } from "./v2/commands";
import { ERROR_CODES } from "./v2/error-codes";
import { readMeterValues } from "./v2/meter-values";
import { writeReply } from "./v2/replies";
import {
  readFirmwareStatus,
  readLogStatus,
  readReservationStatus,
  readSecurityEvent,
  readSignCertificate,
} from "./v2/reports";
import { readTransactionEvent } from "./v2/transactions";

/** The calls of stations that have an effect here. */
type V201Call =
  | { readonly action: "Authorize"; readonly payload: OCPP20.AuthorizeRequest }
  | { readonly action: "BootNotification"; readonly payload: OCPP20.BootNotificationRequest }
  | { readonly action: "DataTransfer"; readonly payload: DataTransfer }
  | { readonly action: "FirmwareStatusNotification"; readonly payload: OCPP20.FirmwareStatusNotificationRequest }
  | { readonly action: "Heartbeat"; readonly payload: OCPP20.HeartbeatRequest }
  | { readonly action: "LogStatusNotification"; readonly payload: OCPP20.LogStatusNotificationRequest }
  | { readonly action: "MeterValues"; readonly payload: OCPP20.MeterValuesRequest }
  | { readonly action: "ReservationStatusUpdate"; readonly payload: OCPP20.ReservationStatusUpdateRequest }
  | { readonly action: "SecurityEventNotification"; readonly payload: OCPP20.SecurityEventNotificationRequest }
  | { readonly action: "SignCertificate"; readonly payload: OCPP20.SignCertificateRequest }
  | { readonly action: "StatusNotification"; readonly payload: OCPP20.StatusNotificationRequest }
  | { readonly action: "TransactionEvent"; readonly payload: OCPP20.TransactionEventRequest };

/** `data` is any JSON. */
type DataTransfer = Omit<OCPP20.DataTransferRequest, "data"> & { readonly data?: JsonValue };

const check = schemaCheck<V201Call>("ocpp2.0.1", [
  "Authorize",
  "BootNotification",
  "DataTransfer",
  "FirmwareStatusNotification",
  "Heartbeat",
  "LogStatusNotification",
  "MeterValues",
  "ReservationStatusUpdate",
  "SecurityEventNotification",
  "SignCertificate",
  "StatusNotification",
  "TransactionEvent",
]);

function translate(call: V201Call, receivedAt: Date): StationMessage {
  switch (call.action) {
    case "Authorize":
      return { type: "AuthorizationAsked", token: tokenOf(call.payload.idToken) };
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
    case "StatusNotification":
      return readStatus(call.payload);
    case "TransactionEvent":
      return readTransactionEvent(call.payload, receivedAt);
    case "FirmwareStatusNotification":
      return readFirmwareStatus(call.payload);
    case "LogStatusNotification":
      return readLogStatus(call.payload);
    case "SecurityEventNotification":
      return readSecurityEvent(call.payload, receivedAt);
    case "ReservationStatusUpdate":
      return readReservationStatus(call.payload);
    case "SignCertificate":
      return readSignCertificate(call.payload);
    default:
      return unreachable(call);
  }
}

export const v201: VersionAdapter = {
  version: "ocpp2.0.1",
  can: { talkBeforeBoot: false, misspellJson: false },
  readCall: checkedReader(check, translate),
  writeReply,
  writeCommand: commandWriter("ocpp2.0.1"),
  readAnswer: answerReader("ocpp2.0.1", { judge, factsOf }),
  errorCodes: ERROR_CODES,
};
