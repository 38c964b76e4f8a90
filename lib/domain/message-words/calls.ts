/** What a call asks or tells, by action. */
import type { JsonObject } from "../json";
import { meterFigures } from "./figures";
import {
  counted,
  firstOf,
  inner,
  items,
  number,
  objects,
  place,
  prefixed,
  suffixed,
  type Teller,
  text,
  token,
  transaction,
  variable,
} from "./pieces";

/** What the station says. */
const FROM_STATION: Readonly<Record<string, Teller>> = {
  Authorize: (call) => [token(call)],
  BootNotification: (call) => boot({ ...call, ...inner(call, "chargingStation") }),
  ClearedChargingLimit: (call) => [text(call, "chargingLimitSource"), place(call)],
  DataTransfer: (call) => [text(call, "vendorId"), text(call, "messageId")],
  DiagnosticsStatusNotification: (call) => [text(call, "status")],
  FirmwareStatusNotification: (call) => [text(call, "status"), number(call, "requestId")],
  Heartbeat: () => [],
  LogStatusNotification: (call) => [text(call, "status"), number(call, "requestId")],
  MeterValues: (call) => [place(call), transaction(text(call, "transactionId")), meterFigures(call)],
  NotifyChargingLimit: (call) => [text(inner(call, "chargingLimit"), "chargingLimitSource"), place(call)],
  NotifyCustomerInformation: (call) => [...part(call)],
  NotifyDisplayMessages: (call) => [number(call, "requestId"), counted(items(call, "messageInfo").length, "message")],
  NotifyEVChargingNeeds: (call) => [place(call), text(inner(call, "chargingNeeds"), "requestedEnergyTransfer")],
  NotifyEVChargingSchedule: (call) => [place(call)],
  NotifyEvent: (call) => [firstOf(objects(call, "eventData").map(occurrence))],
  NotifyMonitoringReport: (call) => [...part(call), counted(items(call, "monitor").length, "monitor")],
  NotifyReport: (call) => [...part(call), counted(items(call, "reportData").length, "variable")],
  PublishFirmwareStatusNotification: (call) => [text(call, "status"), number(call, "requestId")],
  ReportChargingProfiles: (call) => [
    number(call, "requestId"),
    place(call),
    counted(items(call, "chargingProfile").length, "profile"),
  ],
  ReservationStatusUpdate: (call) => [number(call, "reservationId"), text(call, "reservationUpdateStatus")],
  SecurityEventNotification: (call) => [text(call, "type"), text(call, "techInfo")],
  SignCertificate: (call) => [text(call, "certificateType")],
  SignedFirmwareStatusNotification: (call) => [text(call, "status"), number(call, "requestId")],
  StartTransaction: (call) => [place(call), token(call), prefixed("from ", suffixed(text(call, "meterStart"), " Wh"))],
  StatusNotification: (call) => ["status", place(call), statusOf(call), problemOf(call)],
  StopTransaction: (call) => [
    transaction(text(call, "transactionId")),
    prefixed("at ", suffixed(text(call, "meterStop"), " Wh")),
    text(call, "reason"),
    token(call),
  ],
  TransactionEvent: (call) => transactionEvent(call, inner(call, "transactionInfo")),
};

/** What we ask of the station. */
const FROM_US: Readonly<Record<string, Teller>> = {
  CancelReservation: (call) => [number(call, "reservationId")],
  CertificateSigned: (call) => [text(call, "certificateType")],
  ChangeAvailability: (call) => [place(call), text(call, "type") ?? text(call, "operationalStatus")],
  ChangeConfiguration: (call) => [text(call, "key"), prefixed("= ", text(call, "value"))],
  ClearCache: () => [],
  ClearChargingProfile: (call) => [
    number(call, "id") ?? number(call, "chargingProfileId"),
    place({ ...call, ...inner(call, "chargingProfileCriteria") }),
  ],
  ClearDisplayMessage: (call) => [number(call, "id")],
  ClearVariableMonitoring: (call) => [counted(items(call, "id").length, "monitor")],
  CostUpdated: (call) => [transaction(text(call, "transactionId")), text(call, "totalCost")],
  CustomerInformation: (call) => [
    number(call, "requestId"),
    call["report"] === true ? "report" : null,
    call["clear"] === true ? "clear" : null,
  ],
  DeleteCertificate: (call) => [text(inner(call, "certificateHashData"), "serialNumber")],
  ExtendedTriggerMessage: (call) => [text(call, "requestedMessage"), place(call)],
  GetBaseReport: (call) => [text(call, "reportBase"), number(call, "requestId")],
  GetChargingProfiles: (call) => [number(call, "requestId"), place(call)],
  GetCompositeSchedule: (call) => [place(call), suffixed(text(call, "duration"), " s")],
  GetConfiguration: (call) => [firstOf(items(call, "key").map(String)) ?? "all keys"],
  GetDiagnostics: (call) => [text(call, "location")],
  GetInstalledCertificateIds: (call) => [
    text(call, "certificateType") ?? firstOf(items(call, "certificateType").map(String)),
  ],
  GetLocalListVersion: () => [],
  GetLog: (call) => [text(call, "logType"), number(call, "requestId"), text(inner(call, "log"), "remoteLocation")],
  GetMonitoringReport: (call) => [number(call, "requestId")],
  GetReport: (call) => [number(call, "requestId"), firstOf(objects(call, "componentVariable").map(variable))],
  GetTransactionStatus: (call) => [transaction(text(call, "transactionId"))],
  GetVariables: (call) => [firstOf(objects(call, "getVariableData").map(variable))],
  InstallCertificate: (call) => [text(call, "certificateType")],
  PublishFirmware: (call) => [text(call, "location"), number(call, "requestId")],
  RemoteStartTransaction: (call) => [place(call), token(call)],
  RemoteStopTransaction: (call) => [transaction(text(call, "transactionId"))],
  RequestStartTransaction: (call) => [place(call), token(call), number(call, "remoteStartId")],
  RequestStopTransaction: (call) => [transaction(text(call, "transactionId"))],
  ReserveNow: (call) => [place(call), token(call), number(call, "reservationId") ?? number(call, "id")],
  Reset: (call) => [text(call, "type"), place(call)],
  SendLocalList: (call) => [
    text(call, "updateType"),
    prefixed("v", text(call, "listVersion") ?? text(call, "versionNumber")),
    counted(items(call, "localAuthorizationList").length, "entry", "entries"),
  ],
  SetChargingProfile: (call) => [
    place(call),
    ...profile({ ...inner(call, "csChargingProfiles"), ...inner(call, "chargingProfile") }),
  ],
  SetDisplayMessage: (call) => [number(inner(call, "message"), "id"), text(inner(call, "message"), "priority")],
  SetMonitoringBase: (call) => [text(call, "monitoringBase")],
  SetMonitoringLevel: (call) => [text(call, "severity")],
  SetNetworkProfile: (call) => [
    prefixed("slot ", text(call, "configurationSlot")),
    text(inner(call, "connectionData"), "ocppCsmsUrl"),
  ],
  SetVariableMonitoring: (call) => [firstOf(objects(call, "setMonitoringData").map(variable))],
  SetVariables: (call) => [firstOf(objects(call, "setVariableData").map(setting))],
  SignedUpdateFirmware: (call) => [number(call, "requestId"), text(inner(call, "firmware"), "location")],
  TriggerMessage: (call) => [text(call, "requestedMessage"), place(call)],
  UnlockConnector: (call) => [place(call)],
  UnpublishFirmware: (call) => [text(call, "checksum")],
  UpdateFirmware: (call) => [
    number(call, "requestId"),
    text(call, "location") ?? text(inner(call, "firmware"), "location"),
  ],
};

export const CALLS: ReadonlyMap<string, Teller> = new Map([
  ...Object.entries(FROM_STATION),
  ...Object.entries(FROM_US),
]);

function boot(station: JsonObject): readonly (string | null)[] {
  const vendor = text(station, "chargePointVendor") ?? text(station, "vendorName");
  const model = text(station, "chargePointModel") ?? text(station, "model");
  return [vendor, model, prefixed("fw ", text(station, "firmwareVersion")), text(station, "reason")];
}

const statusOf = (call: JsonObject): string | null => text(call, "status") ?? text(call, "connectorStatus");

/** 1.6: an error code that says something, with the vendor's own. */
function problemOf(call: JsonObject): string | null {
  const code = text(call, "errorCode");
  const told = [code === "NoError" ? null : code, text(call, "vendorErrorCode"), text(call, "info")];
  const words = told.filter((word) => word !== null && word.trim() !== "");
  return words.length === 0 ? null : words.join(" ");
}

function transactionEvent(call: JsonObject, info: JsonObject): readonly (string | null)[] {
  return [
    text(call, "eventType"),
    text(call, "triggerReason"),
    number(call, "seqNo"),
    place(call),
    transaction(text(info, "transactionId")),
    text(info, "chargingState"),
    text(info, "stoppedReason"),
    token(call),
    meterFigures(call),
  ];
}

/** One part of a report: which, and whether more follow. */
function part(call: JsonObject): readonly (string | null)[] {
  const more = call["tbc"] === true ? "more follows" : null;
  return [number(call, "requestId"), prefixed("part ", text(call, "seqNo")), more];
}

function occurrence(event: JsonObject): string | null {
  return [variable(event), prefixed("= ", text(event, "actualValue"))].filter((word) => word !== null).join(" ");
}

function setting(item: JsonObject): string | null {
  const name = variable(item);
  return name === null ? null : `${name} = ${text(item, "attributeValue") ?? "?"}`;
}

function profile(told: JsonObject): readonly (string | null)[] {
  return [
    text(told, "chargingProfilePurpose"),
    number(told, "chargingProfileId") ?? number(told, "id"),
    prefixed("level ", text(told, "stackLevel")),
  ];
}

/** Actions one can filter by, in the order of the alphabet. */
export const KNOWN_ACTIONS: readonly string[] = [...CALLS.keys()].toSorted();
