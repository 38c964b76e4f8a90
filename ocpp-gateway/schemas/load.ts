/**
 * The official schemas, out of `typed-ocpp`: its schema modules only. Its main
 * entry would compile all of them at import. Nothing else imports that package
 * at run time, so that it can be replaced here.
 */
import type { AnySchemaObject } from "ajv";
import * as ocpp16 from "typed-ocpp/dist/ocpp16/schemas.js";
import * as ocpp201 from "typed-ocpp/dist/ocpp20/schemas.js";

export type SchemaVersion = "ocpp1.6" | "ocpp2.0.1";
export type Half = "Request" | "Response";

/** Who may send the request of an action. */
export type Direction = "StationToCsms" | "CsmsToStation" | "Both";

const schemas: Readonly<Record<SchemaVersion, ReadonlyMap<string, AnySchemaObject>>> = {
  "ocpp1.6": new Map<string, AnySchemaObject>(Object.entries(ocpp16)),
  "ocpp2.0.1": new Map<string, AnySchemaObject>(Object.entries(ocpp201)),
};

const FROM_STATION: Readonly<Record<SchemaVersion, readonly string[]>> = {
  "ocpp1.6": [
    "Authorize",
    "BootNotification",
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
  ],
  "ocpp2.0.1": [
    "Authorize",
    "BootNotification",
    "ClearedChargingLimit",
    "FirmwareStatusNotification",
    "Get15118EVCertificate",
    "GetCertificateStatus",
    "Heartbeat",
    "LogStatusNotification",
    "MeterValues",
    "NotifyChargingLimit",
    "NotifyCustomerInformation",
    "NotifyDisplayMessages",
    "NotifyEVChargingNeeds",
    "NotifyEVChargingSchedule",
    "NotifyEvent",
    "NotifyMonitoringReport",
    "NotifyReport",
    "PublishFirmwareStatusNotification",
    "ReportChargingProfiles",
    "ReservationStatusUpdate",
    "SecurityEventNotification",
    "SignCertificate",
    "StatusNotification",
    "TransactionEvent",
  ],
};

const FROM_BOTH: ReadonlySet<string> = new Set(["DataTransfer"]);

const actions: Readonly<Record<SchemaVersion, ReadonlyMap<string, Direction>>> = {
  "ocpp1.6": actionsOf("ocpp1.6"),
  "ocpp2.0.1": actionsOf("ocpp2.0.1"),
};

/** Every action of a version and who may send it. */
export const knownActions = (version: SchemaVersion): ReadonlyMap<string, Direction> => actions[version];

export const schemaCount = (version: SchemaVersion): number => schemas[version].size;

export function schemaOf(version: SchemaVersion, action: string, half: Half): AnySchemaObject | null {
  return schemas[version].get(`${action}${half}`) ?? null;
}

function actionsOf(version: SchemaVersion): ReadonlyMap<string, Direction> {
  const fromStation = new Set(FROM_STATION[version]);
  const direction = (action: string): Direction => {
    if (FROM_BOTH.has(action)) return "Both";
    return fromStation.has(action) ? "StationToCsms" : "CsmsToStation";
  };
  const requests = [...schemas[version].keys()].filter((name) => name.endsWith("Request"));
  return new Map(requests.map((name) => name.slice(0, -"Request".length)).map((action) => [action, direction(action)]));
}
