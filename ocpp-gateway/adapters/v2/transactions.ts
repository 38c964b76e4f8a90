/** TransactionEvent (E01 to E15): the station gives the id and numbers its events; a field is told once, when it becomes true. */
import type { OCPP20 } from "typed-ocpp";
import type { MeterSample } from "@/lib/domain/meter-value";
import { unreachable } from "@/lib/domain/result";
import type { Occupancy } from "@/lib/domain/station";
import type { SessionEnded, SessionStarted, SessionUpdated } from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";
import { tokenOf } from "./authorization";
import { samplesOf } from "./meter-values";

type ChargingState = NonNullable<OCPP20.TransactionEventRequest["transactionInfo"]["chargingState"]>;

/** Idle: authorised, but no energy can flow any more (or the cable is out). */
const OCCUPANCIES: Readonly<Record<ChargingState, Occupancy>> = {
  EVConnected: "Preparing",
  Charging: "Charging",
  SuspendedEV: "SuspendedEV",
  SuspendedEVSE: "SuspendedEVSE",
  Idle: "Finishing",
};

export function readTransactionEvent(
  payload: OCPP20.TransactionEventRequest,
  receivedAt: Date,
): SessionStarted | SessionUpdated | SessionEnded {
  const { transactionInfo, eventType } = payload;
  const { chargingState } = transactionInfo;
  const common = commonOf(payload, receivedAt);
  const session = { kind: "Theirs", transactionId: transactionInfo.transactionId } as const;
  const occupancy = chargingState === undefined ? null : OCCUPANCIES[chargingState];
  const remoteStartId = transactionInfo.remoteStartId ?? null;

  switch (eventType) {
    case "Started":
      return {
        type: "SessionStarted",
        ...common,
        transactionId: transactionInfo.transactionId,
        meterStartWh: energyAtStart(common.samples),
        chargingState: occupancy,
        remoteStartId,
      };
    case "Updated":
      return { type: "SessionUpdated", ...common, session, chargingState: occupancy, remoteStartId };
    case "Ended":
      return {
        type: "SessionEnded",
        ...common,
        session,
        meterStopWh: energyAtEnd(common.samples),
        ...reasonOf(transactionInfo.stoppedReason ?? "Local"),
      };
    default:
      return unreachable(eventType);
  }
}

const REASONS: ReadonlySet<string> = new Set<
  NonNullable<OCPP20.TransactionEventRequest["transactionInfo"]["stoppedReason"]>
>([
  "DeAuthorized",
  "EmergencyStop",
  "EnergyLimitReached",
  "EVDisconnected",
  "GroundFault",
  "ImmediateReset",
  "Local",
  "LocalOutOfCredit",
  "MasterPass",
  "Other",
  "OvercurrentFault",
  "PowerLoss",
  "PowerQuality",
  "Reboot",
  "Remote",
  "SOCLimitReached",
  "StoppedByEV",
  "TimeLimitReached",
  "Timeout",
]);

const reasonOf = (told: string) =>
  REASONS.has(told) ? { reason: told, reasonTold: null } : { reason: "Other", reasonTold: told };

/** What every event of a transaction may carry. */
function commonOf(payload: OCPP20.TransactionEventRequest, receivedAt: Date) {
  return {
    seqNo: payload.seqNo,
    evse: payload.evse?.id ?? null,
    connector: payload.evse?.connectorId ?? null,
    token: payload.idToken === undefined ? null : tokenOf(payload.idToken),
    reservationId: payload.reservationId ?? null,
    at: readTime(payload.timestamp) ?? receivedAt,
    trigger: payload.triggerReason,
    wasOffline: payload.offline ?? false,
    samples: samplesOf(payload.meterValue ?? [], receivedAt),
  };
}

/** The register as the station marked it, else the earliest it told in this event. */
function energyAtStart(samples: readonly MeterSample[]): number | null {
  const readings = withEnergy(samples);
  const marked = readings.find(({ context }) => context === "Transaction.Begin");
  return (marked ?? readings[0])?.energyWh ?? null;
}

/** An Ended event may repeat every sample of the transaction: the marked one, else the latest. */
function energyAtEnd(samples: readonly MeterSample[]): number | null {
  const readings = withEnergy(samples);
  const marked = readings.findLast(({ context }) => context === "Transaction.End");
  return (marked ?? readings.at(-1))?.energyWh ?? null;
}

function withEnergy(samples: readonly MeterSample[]): readonly MeterSample[] {
  return samples
    .filter(({ energyWh }) => energyWh !== null)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}
