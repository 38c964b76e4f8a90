/** Builders for behaviour that all versions share, their differences side by side. */
import type { JsonObject } from "@/lib/domain/json";
import type { CommandContext, VersionAdapter } from "@/ocpp-gateway/adapters/adapter";
import { v16 } from "@/ocpp-gateway/adapters/v16/index";
import { v201 } from "@/ocpp-gateway/adapters/v201";
import { callError, formatFrame, parseFrame } from "@/ocpp-gateway/wire/frame";

export const RECEIVED_AT = new Date("2025-06-01T12:00:00.000Z");
export const NO_CONTEXT: CommandContext = { number: 1, session: null };

export const VERSIONS = [v16, v201] as const;

/** The CALLERROR a station gets for a text, as the socket would send it; null where it gets none. */
export function refusalOf(adapter: VersionAdapter, text: string): readonly unknown[] | null {
  const frame = parseFrame(text);
  if (!frame.ok) {
    if (frame.error.isAnswer) return null;
    return errorFrame(adapter, frame.error, frame.error.fault);
  }
  if (frame.value.kind !== "Call") return null;
  const read = adapter.readCall(frame.value, RECEIVED_AT);
  return read.ok ? null : errorFrame(adapter, frame.value, read.error);
}

function errorFrame(
  adapter: VersionAdapter,
  to: Parameters<typeof callError>[0],
  fault: { readonly code: keyof VersionAdapter["errorCodes"]; readonly reason: string },
): readonly unknown[] {
  return JSON.parse(formatFrame(callError(to, adapter.errorCodes[fault.code], fault.reason)));
}

export const callText = (action: string, payload: unknown): string => JSON.stringify([2, "id-1", action, payload]);

/** The error codes of every version for the same mistake. */
export const codesFor = (textOf: (adapter: VersionAdapter) => string): readonly unknown[] =>
  VERSIONS.map((adapter) => refusalOf(adapter, textOf(adapter))?.[2]);

/** Payloads that are right in each version. */
export const VALID: Readonly<Record<string, Readonly<Record<string, JsonObject>>>> = {
  "ocpp1.6": {
    Authorize: { idTag: "04A2" },
    BootNotification: { chargePointVendor: "VendorX", chargePointModel: "SingleSocket" },
    DataTransfer: { vendorId: "com.example" },
    DiagnosticsStatusNotification: { status: "Uploading" },
    FirmwareStatusNotification: { status: "Installed" },
    Heartbeat: {},
    LogStatusNotification: { status: "Uploaded", requestId: 1 },
    SecurityEventNotification: { type: "StartupOfTheDevice", timestamp: "2025-06-01T11:00:00Z" },
    SignCertificate: { csr: "a request" },
    SignedFirmwareStatusNotification: { status: "Installed", requestId: 1 },
    MeterValues: {
      connectorId: 1,
      meterValue: [{ timestamp: "2025-06-01T11:00:00Z", sampledValue: [{ value: "1" }] }],
    },
    StartTransaction: { connectorId: 1, idTag: "04A2", meterStart: 1, timestamp: "2025-06-01T11:00:00Z" },
    StatusNotification: { connectorId: 1, errorCode: "NoError", status: "Available" },
    StopTransaction: { transactionId: 815, meterStop: 2, timestamp: "2025-06-01T11:00:00Z" },
  },
  "ocpp2.0.1": {
    Authorize: { idToken: { idToken: "04A2", type: "ISO14443" } },
    BootNotification: { reason: "PowerUp", chargingStation: { vendorName: "VendorX", model: "SingleSocket" } },
    DataTransfer: { vendorId: "com.example" },
    FirmwareStatusNotification: { status: "Installed", requestId: 1 },
    Heartbeat: {},
    LogStatusNotification: { status: "Uploaded", requestId: 1 },
    SecurityEventNotification: { type: "StartupOfTheDevice", timestamp: "2025-06-01T11:00:00Z" },
    ReservationStatusUpdate: { reservationId: 44, reservationUpdateStatus: "Expired" },
    SignCertificate: { csr: "a request" },
    MeterValues: { evseId: 1, meterValue: [{ timestamp: "2025-06-01T11:00:00Z", sampledValue: [{ value: 1 }] }] },
    StatusNotification: { timestamp: "2025-06-01T11:00:00Z", connectorStatus: "Available", evseId: 1, connectorId: 1 },
    TransactionEvent: {
      eventType: "Started",
      timestamp: "2025-06-01T11:00:00Z",
      triggerReason: "Authorized",
      seqNo: 0,
      transactionInfo: { transactionId: "tx-1", chargingState: "Charging" },
      evse: { id: 1, connectorId: 1 },
      idToken: { idToken: "04A2", type: "ISO14443" },
      meterValue: [
        {
          timestamp: "2025-06-01T11:00:00Z",
          sampledValue: [{ value: 1, unitOfMeasure: { unit: "kWh", multiplier: 0 } }],
        },
      ],
    },
  },
};
