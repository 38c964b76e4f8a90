import { randomUUID } from "node:crypto";
import type { OCPP20 } from "typed-ocpp";
import { type ConnectorStatus, type FaultCode, type MutableSession, type StopReason, statusOf } from "./connector";
import type { Dialect, SessionEvent, SessionMessage, Settings } from "./dialect";
import type { Measurement } from "./meter";
import { securityEvent } from "./numbered-firmware";
import { createCommands201 } from "./v201-commands";
import { FACTORY_SETTINGS_201, firmwareStatus } from "./v201-firmware";

type Event = OCPP20.TransactionEventRequest;
type SampledValue = OCPP20.MeterValuesRequest["meterValue"][number]["sampledValue"][number];
type SampleContext = Exclude<SampledValue["context"], undefined>;

/** OCPP 2.0.1: connector n is connector 1 of EVSE n; transactions run from authorised and plugged to stopped. */
export function createV201(options: { readonly settings: Settings }): Dialect {
  return {
    subprotocol: "ocpp2.0.1",
    boot: (hardware, firmwareVersion, reason) => ({
      action: "BootNotification",
      payload: {
        reason,
        chargingStation: {
          model: hardware.model,
          vendorName: hardware.vendor,
          serialNumber: hardware.serialNumber,
          firmwareVersion,
        },
      } satisfies OCPP20.BootNotificationRequest,
    }),
    status: (connector, at) =>
      connector && {
        action: "StatusNotification",
        payload: {
          timestamp: at.toISOString(),
          connectorStatus: connectorStatus(statusOf(connector)),
          evseId: connector.id,
          connectorId: 1,
        } satisfies OCPP20.StatusNotificationRequest,
      },
    authorize: (idTag) => ({
      action: "Authorize",
      payload: { idToken: idToken(idTag) } satisfies OCPP20.AuthorizeRequest,
    }),
    authorizationStatus: (answer) => (answer as OCPP20.AuthorizeResponse).idTokenInfo.status,
    newTransactionId: randomUUID,
    sessionMessages: (session, event) => [transactionEvent(session, event)],
    idleSample: (connector, measurements, at) => ({
      action: "MeterValues",
      payload: {
        evseId: connector.id,
        meterValue: [meterValue(measurements, "Trigger", at)],
      } satisfies OCPP20.MeterValuesRequest,
    }),
    firmwareStatus,
    securityEvent,
    factorySettings: FACTORY_SETTINGS_201,
    commands: createCommands201(options),
  };
}

function transactionEvent(session: MutableSession, event: SessionEvent): SessionMessage {
  const seqNo = session.nextSeqNo;
  session.nextSeqNo += 1;
  const transactionId = String(session.transactionId);
  const payload = {
    ...eventOf(session, event, transactionId),
    timestamp: event.at.toISOString(),
    seqNo,
    ...(event.isOffline ? { offline: true } : {}),
  } satisfies Event;
  return {
    action: "TransactionEvent",
    build: () => payload,
    learn: (answer) => (answer as OCPP20.TransactionEventResponse).idTokenInfo?.status ?? null,
  };
}

type EventBody = Pick<
  Event,
  "eventType" | "triggerReason" | "transactionInfo" | "meterValue" | "evse" | "idToken" | "reservationId"
>;

function eventOf(session: MutableSession, event: SessionEvent, transactionId: string): EventBody {
  switch (event.type) {
    case "Started":
      return {
        eventType: "Started",
        triggerReason: session.remoteStartId === null ? "Authorized" : "RemoteStart",
        transactionInfo: {
          transactionId,
          chargingState: "EVConnected",
          ...(session.remoteStartId === null ? {} : { remoteStartId: session.remoteStartId }),
        },
        evse: { id: session.connectorId, connectorId: 1 },
        idToken: idToken(session.idTag),
        ...(session.reservationId === null ? {} : { reservationId: session.reservationId }),
        meterValue: [meterValue(event.measurements, "Transaction.Begin", event.at)],
      };
    case "StateChanged":
      return {
        eventType: "Updated",
        triggerReason: "ChargingStateChanged",
        transactionInfo: { transactionId, chargingState: chargingState(session) },
        meterValue: [meterValue(event.measurements, "Other", event.at)],
      };
    case "Sampled":
      return {
        eventType: "Updated",
        triggerReason: event.isTriggered ? "Trigger" : "MeterValuePeriodic",
        transactionInfo: { transactionId, chargingState: chargingState(session) },
        meterValue: [meterValue(event.measurements, event.isTriggered ? "Trigger" : "Sample.Periodic", event.at)],
      };
    case "Ended":
      return {
        eventType: "Ended",
        triggerReason: endTrigger(event.reason),
        transactionInfo: {
          transactionId,
          chargingState: event.reason === "EVDisconnected" ? "Idle" : "EVConnected",
          stoppedReason: stoppedReason(event.reason, event.fault),
        },
        meterValue: [meterValue(event.measurements, "Transaction.End", event.at)],
        ...(event.reason === "Local" ? { idToken: idToken(session.idTag) } : {}),
      };
  }
}

function chargingState(session: MutableSession): "Charging" | "SuspendedEV" | "EVConnected" {
  return session.phase === "Charging" || session.phase === "SuspendedEV" ? session.phase : "EVConnected";
}

function connectorStatus(status: ConnectorStatus): OCPP20.StatusNotificationRequest["connectorStatus"] {
  switch (status) {
    case "Available":
    case "Unavailable":
    case "Faulted":
    case "Reserved":
      return status;
    case "Preparing":
    case "Charging":
    case "SuspendedEV":
    case "Finishing":
      return "Occupied";
  }
}

function endTrigger(reason: StopReason): Event["triggerReason"] {
  switch (reason) {
    case "Local":
      return "StopAuthorized";
    case "Remote":
      return "RemoteStop";
    case "EVDisconnected":
      return "EVDeparted";
    case "DeAuthorized":
      return "Deauthorized";
    case "SoftReset":
    case "HardReset":
      return "ResetCommand";
    case "UnlockCommand":
      return "UnlockCommand";
    case "EmergencyStop":
    case "PowerLoss":
    case "Fault":
    case "Other":
      return "AbnormalCondition";
  }
}

type StoppedReason = Exclude<Event["transactionInfo"]["stoppedReason"], undefined>;

function stoppedReason(reason: StopReason, fault: FaultCode | null): StoppedReason {
  switch (reason) {
    case "SoftReset":
    case "HardReset":
      return "ImmediateReset";
    case "UnlockCommand":
      return "Other";
    case "Fault":
      return fault === "GroundFailure" ? "GroundFault" : fault === "OverCurrentFailure" ? "OvercurrentFault" : "Other";
    case "Local":
    case "Remote":
    case "EVDisconnected":
    case "DeAuthorized":
    case "EmergencyStop":
    case "PowerLoss":
    case "Other":
      return reason;
  }
}

function meterValue(measurements: readonly Measurement[], context: SampleContext, at: Date) {
  const sampled = measurements.map(
    ({ measurand, value, unit, phase }): SampledValue => ({
      value,
      context,
      measurand,
      ...(phase ? { phase } : {}),
      ...(unit === "Wh" ? {} : { unitOfMeasure: { unit } }),
    }),
  );
  return { timestamp: at.toISOString(), sampledValue: sampled as [SampledValue, ...SampledValue[]] };
}

function idToken(idTag: string): OCPP20.AuthorizeRequest["idToken"] {
  return { idToken: idTag, type: "ISO14443" };
}
