import type { OCPP16 } from "typed-ocpp";
import type { Cancel } from "./clock";
import { advance, type Car, type Flow, type Measurement, measure, type Outlet, registerWh } from "./meter";

/** Why a session ended; each version spells it its own way. */
export type StopReason =
  | "Local"
  | "Remote"
  | "EVDisconnected"
  | "DeAuthorized"
  | "EmergencyStop"
  | "SoftReset"
  | "HardReset"
  | "PowerLoss"
  | "UnlockCommand"
  | "Fault"
  | "Other";

export type FaultCode = Exclude<OCPP16.StatusNotificationRequest["errorCode"], "NoError">;

export type ConnectorStatus =
  | "Available"
  | "Reserved"
  | "Preparing"
  | "Charging"
  | "SuspendedEV"
  | "Finishing"
  | "Unavailable"
  | "Faulted";

/** A customer's charging session, as the station keeps it. */
export type Session = {
  readonly connectorId: number;
  readonly idTag: string;
  readonly remoteStartId: number | null;
  /** The reservation it used up. */
  readonly reservationId: number | null;
  readonly startedAt: Date;
  readonly meterStartWh: number;
  /** 1.6: `null` until the CSMS has allocated one. 2.0.1: the station's own, from the start. */
  readonly transactionId: number | string | null;
  /** The CSMS hears of a session from `Starting` on. */
  readonly phase: "Authorizing" | "Starting" | "Charging" | "SuspendedEV" | "Ended";
  readonly ended: { readonly at: Date; readonly meterStopWh: number; readonly reason: StopReason } | null;
};

/** The same, for those who move it along. */
export type MutableSession = { -readonly [K in keyof Session]: Session[K] } & {
  /** 2.0.1 numbers the events of a transaction from 0. */
  nextSeqNo: number;
  lastReadAt: number;
  cancelSampling: Cancel;
};

export type RemoteStart = { readonly idTag: string; readonly remoteStartId: number | null };

export type Reservation = { readonly id: number; readonly idTag: string; readonly until: Date };

export type ReservationOutcome = "Accepted" | "Faulted" | "Occupied" | "Unavailable";

export type Connector = {
  readonly id: number;
  readonly outlet: Outlet;
  flow: Flow;
  car: Car | null;
  session: MutableSession | null;
  isFinishing: boolean;
  isOperative: boolean;
  /** An Inoperative that waits for the session to end. */
  isClosingAfterSession: boolean;
  fault: FaultCode | null;
  /** Out of service while an update waits or installs; it ends with the update. */
  isClosedForUpdate: boolean;
  /** Gone since an update: it tells nothing any more. */
  isMissing: boolean;
  /** Kept free for one card until its time is up. */
  reservation: (Reservation & { readonly cancel: Cancel }) | null;
  /** A remote start that waits for a cable. */
  awaiting: (RemoteStart & { readonly cancel: Cancel }) | null;
};

export function createConnector(id: number, outlet: Outlet, meterWh: number): Connector {
  return {
    id,
    outlet,
    flow: { registerWh: meterWh, stateOfCharge: 0, secondsCharging: 0 },
    car: null,
    session: null,
    isFinishing: false,
    isOperative: true,
    isClosingAfterSession: false,
    fault: null,
    isClosedForUpdate: false,
    isMissing: false,
    reservation: null,
    awaiting: null,
  };
}

/** One that takes a car now, rather with a car than without; `null` asks for any. */
export function freeConnector(connectors: readonly Connector[], connectorId: number | null): Connector | null {
  const free = connectors.filter(
    ({ id, fault, session, isOperative, isClosedForUpdate, awaiting }) =>
      (connectorId === null || connectorId === id) &&
      !fault &&
      !session &&
      isOperative &&
      !isClosedForUpdate &&
      !awaiting,
  );
  return free.find(({ car }) => car !== null) ?? free[0] ?? null;
}

export function statusOf(connector: Connector): ConnectorStatus {
  if (connector.fault) return "Faulted";
  if (connector.session) return statusOfSession(connector.session);
  if (!connector.isOperative || connector.isClosedForUpdate) return "Unavailable";
  if (connector.isFinishing) return "Finishing";
  if (connector.car || connector.awaiting) return "Preparing";
  return connector.reservation ? "Reserved" : "Available";
}

function statusOfSession(session: Session): ConnectorStatus {
  return session.phase === "Charging" || session.phase === "SuspendedEV" ? session.phase : "Preparing";
}

/** Lets the energy flow up to now. The register is only ever read after this. */
export function settleMeter(connector: Connector, now: number, speed: number): void {
  const { session, car } = connector;
  if (!session || !car) return;
  const seconds = (Math.max(0, now - session.lastReadAt) / 1000) * speed;
  session.lastReadAt = Math.max(now, session.lastReadAt);
  if (session.phase === "Charging") connector.flow = advance(connector.flow, seconds, connector.outlet, car);
}

export function measureConnector(connector: Connector, wobble: number): readonly Measurement[] {
  const { outlet, flow, session } = connector;
  const car = session?.phase === "Charging" ? connector.car : null;
  const idle: Car = { batteryWh: 1, maxWatts: 0, stateOfCharge: 0 };
  return measure(outlet, car ?? idle, flow, wobble);
}

export function meterWhOf(connector: Connector): number {
  return registerWh(connector.flow);
}
