import type { OCPP16 } from "typed-ocpp";
import { type MutableSession, type StopReason, statusOf } from "./connector";
import type { Dialect, SessionEvent, SessionMessage, Settings } from "./dialect";
import type { Measurement } from "./meter";
import { securityEvent } from "./numbered-firmware";
import { createCommands16 } from "./v16-commands";
import { FACTORY_SETTINGS_16, plainStatus, signedStatus } from "./v16-firmware";

type SampledValue = OCPP16.MeterValuesRequest["meterValue"][number]["sampledValue"][number];
type SampleContext = Exclude<SampledValue["context"], undefined>;

/** OCPP 1.6J: the CSMS allocates transaction ids, so later messages are built once the id is known. */
export function createV16(options: {
  readonly settings: Settings;
  readonly connectorCount: number;
  /** It has the security whitepaper. */
  readonly isSigned: boolean;
}): Dialect {
  return {
    subprotocol: "ocpp1.6",
    boot: (hardware, firmwareVersion) => ({
      action: "BootNotification",
      payload: {
        chargePointVendor: hardware.vendor,
        chargePointModel: hardware.model,
        chargePointSerialNumber: hardware.serialNumber,
        firmwareVersion,
      } satisfies OCPP16.BootNotificationRequest,
    }),
    status: (connector, at) => ({
      action: "StatusNotification",
      payload: {
        connectorId: connector?.id ?? 0,
        errorCode: connector?.fault ?? "NoError",
        status: connector ? statusOf(connector) : "Available",
        timestamp: at.toISOString(),
      } satisfies OCPP16.StatusNotificationRequest,
    }),
    authorize: (idTag) => ({ action: "Authorize", payload: { idTag } satisfies OCPP16.AuthorizeRequest }),
    authorizationStatus: (answer) => (answer as OCPP16.AuthorizeResponse).idTagInfo.status,
    newTransactionId: () => null,
    sessionMessages: (session, event) => sessionMessages(session, event),
    idleSample: (connector, measurements, at) => ({
      action: "MeterValues",
      payload: meterValues(connector.id, null, [meterValue(measurements, "Trigger", at)]),
    }),
    firmwareStatus: options.isSigned ? signedStatus : plainStatus,
    securityEvent: options.isSigned ? securityEvent : () => null,
    factorySettings: FACTORY_SETTINGS_16,
    commands: createCommands16(options),
  };
}

function sessionMessages(session: MutableSession, event: SessionEvent): readonly SessionMessage[] {
  switch (event.type) {
    case "Started":
      return [startTransaction(session, event.at), sample(session, event, "Transaction.Begin")];
    case "StateChanged":
      return [];
    case "Sampled":
      return [sample(session, event, event.isTriggered ? "Trigger" : "Sample.Periodic")];
    case "Ended":
      return [stopTransaction(session, event)];
  }
}

function startTransaction(session: MutableSession, at: Date): SessionMessage {
  return {
    action: "StartTransaction",
    build: () =>
      ({
        connectorId: session.connectorId,
        idTag: session.idTag,
        meterStart: session.meterStartWh,
        timestamp: at.toISOString(),
        ...(session.reservationId === null ? {} : { reservationId: session.reservationId }),
      }) satisfies OCPP16.StartTransactionRequest,
    learn: (answer) => {
      const { transactionId, idTagInfo } = answer as OCPP16.StartTransactionResponse;
      session.transactionId = transactionId;
      return idTagInfo.status;
    },
  };
}

function stopTransaction(session: MutableSession, event: SessionEvent & { type: "Ended" }): SessionMessage {
  const began = [{ measurand: "Energy.Active.Import.Register", value: session.meterStartWh, unit: "Wh" }] as const;
  return {
    action: "StopTransaction",
    build: () =>
      ({
        transactionId: transactionIdOf(session),
        meterStop: event.meterStopWh,
        timestamp: event.at.toISOString(),
        reason: reasonOnTheWire(event.reason),
        ...(event.reason === "Local" ? { idTag: session.idTag } : {}),
        transactionData: [
          meterValue(began, "Transaction.Begin", session.startedAt),
          meterValue(event.measurements, "Transaction.End", event.at),
        ],
      }) satisfies OCPP16.StopTransactionRequest,
    learn: () => null,
  };
}

function sample(
  session: MutableSession,
  { at, measurements }: SessionEvent & { readonly measurements: readonly Measurement[] },
  context: SampleContext,
): SessionMessage {
  return {
    action: "MeterValues",
    build: () => meterValues(session.connectorId, transactionIdOf(session), [meterValue(measurements, context, at)]),
    learn: () => null,
  };
}

// -1: what the errata prescribe for a transaction whose start was never confirmed.
function transactionIdOf(session: MutableSession): number {
  return typeof session.transactionId === "number" ? session.transactionId : -1;
}

function meterValues(
  connectorId: number,
  transactionId: number | null,
  meterValue: OCPP16.MeterValuesRequest["meterValue"],
): OCPP16.MeterValuesRequest {
  return transactionId === null ? { connectorId, meterValue } : { connectorId, transactionId, meterValue };
}

function meterValue(measurements: readonly Measurement[], context: SampleContext, at: Date) {
  return {
    timestamp: at.toISOString(),
    sampledValue: measurements.map(
      ({ measurand, value, unit, phase }): SampledValue => ({
        value: String(value),
        context,
        measurand,
        unit,
        ...(phase ? { phase } : {}),
      }),
    ),
  };
}

function reasonOnTheWire(reason: StopReason): Exclude<OCPP16.StopTransactionRequest["reason"], undefined> {
  return reason === "Fault" ? "Other" : reason;
}
