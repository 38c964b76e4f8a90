import type { Clock } from "./clock";
import {
  type Connector,
  type FaultCode,
  type MutableSession,
  measureConnector,
  meterWhOf,
  type RemoteStart,
  type Reservation,
  type ReservationOutcome,
  type Session,
  type StopReason,
  settleMeter,
} from "./connector";
import type { Dialect, SessionEvent, Settings } from "./dialect";
import type { Car, Measurement } from "./meter";
import { between, type Random } from "./random";
import type { CallOutcome } from "./rpc-client";
import type { TransactionQueue } from "./transaction-queue";

/** The CSMS, or the station's own state, did not let a session start. */
export class ChargingRefused extends Error {
  /** The status of the token (`Invalid`, `Blocked`, …), a CALLERROR code, or what is wrong with the connector. */
  readonly status: string;

  constructor(status: string) {
    super(`Charging was refused: ${status}`);
    this.name = "ChargingRefused";
    this.status = status;
  }
}

export type ChargingDeps = {
  readonly dialect: Dialect;
  readonly queue: TransactionQueue;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  /** Model seconds per second: how fast energy flows. */
  readonly speed: number;
  readonly isOnline: () => boolean;
  readonly authorize: (idTag: string) => Promise<CallOutcome>;
  readonly onStatusChanged: (connector: Connector) => void;
  readonly onStarted: (session: Session) => void;
  readonly onEnded: (session: Session) => void;
};

/** Cars, cables and sessions of one station. Works the same online and offline; the queue evens it out. */
export type Charging = {
  plugIn(connector: Connector, car?: Car): void;
  unplug(connector: Connector): Promise<void>;
  /** Resolves once the start was acknowledged, or is queued because the CSMS is out of reach. */
  start(connector: Connector, idTag: string): Promise<Session>;
  startRemotely(connector: Connector, start: RemoteStart, autoPlug: boolean): void;
  stop(connector: Connector, reason: StopReason): Promise<Session | null>;
  fault(connector: Connector, code: FaultCode): void;
  clearFault(connector: Connector): void;
  setAvailability(connector: Connector, isOperative: boolean): "Accepted" | "Scheduled";
  /** The same id again replaces the reservation. */
  reserve(connector: Connector, reservation: Reservation): ReservationOutcome;
  /** False: no connector is reserved under this id. */
  cancelReservation(connectors: readonly Connector[], id: number): boolean;
  /** A sample on request. */
  sampleNow(connector: Connector): readonly Measurement[];
  readonly restartSampling: (connector: Connector) => void;
  meterWh(connector: Connector): number;
};

type Origin = "Local" | RemoteStart;

export function createCharging(deps: ChargingDeps): Charging {
  const { dialect, queue, settings, clock, random } = deps;

  const settle = (connector: Connector) => settleMeter(connector, clock.now(), deps.speed);

  const measurements = (connector: Connector): readonly Measurement[] => {
    settle(connector);
    const all = measureConnector(connector, between(random, -1, 1));
    const wanted = all.filter(({ measurand }) => settings.measurands.includes(measurand));
    return wanted.length > 0 ? wanted : all.slice(0, 1);
  };

  const moment = () => ({ at: new Date(clock.now()), isOffline: !deps.isOnline() });

  /** Queues what the CSMS must hear; resolves as the last of these messages does. */
  const tell = async (connector: Connector, session: MutableSession, event: SessionEvent): Promise<void> => {
    const deliveries = dialect.sessionMessages(session, event).map(({ action, build, learn }) => {
      const acknowledged = (answer: object) => {
        const status = learn(answer);
        if (status !== null && status !== "Accepted") refuse(connector, session);
      };
      return queue.push({ action, build, acknowledged });
    });
    await Promise.all(deliveries);
  };

  // Stations stop when the answer to the start, maybe hours later, does not accept the token.
  const refuse = (connector: Connector, session: MutableSession) => {
    if (connector.session === session) void stop(connector, "DeAuthorized");
  };

  const begin = async (connector: Connector, idTag: string, origin: Origin): Promise<Session> => {
    const session = openSession(connector, idTag, origin);
    connector.session = session;
    release(connector);
    connector.isFinishing = false;
    connector.flow = { ...connector.flow, secondsCharging: 0 };
    if (origin === "Local" ? deps.isOnline() : settings.authorizesRemoteStarts) await authorize(connector, session);
    if (connector.session !== session) throw new ChargingRefused("Interrupted");
    const now = moment();
    session.phase = "Starting";
    session.startedAt = now.at;
    await tell(connector, session, { ...now, type: "Started", measurements: measurements(connector) });
    if (connector.session !== session) throw new ChargingRefused(session.ended?.reason ?? "Interrupted");
    settle(connector);
    session.phase = "Charging";
    deps.onStatusChanged(connector);
    void tell(connector, session, { ...moment(), type: "StateChanged", measurements: measurements(connector) });
    scheduleSample(connector, session);
    deps.onStarted(session);
    return session;
  };

  const release = (connector: Connector) => {
    connector.reservation?.cancel();
    connector.reservation = null;
  };

  const openSession = (connector: Connector, idTag: string, origin: Origin): MutableSession => ({
    connectorId: connector.id,
    idTag,
    remoteStartId: origin === "Local" ? null : origin.remoteStartId,
    reservationId: connector.reservation?.id ?? null,
    startedAt: new Date(clock.now()),
    meterStartWh: meterWhOf(connector),
    transactionId: dialect.newTransactionId(),
    phase: "Authorizing",
    ended: null,
    nextSeqNo: 0,
    lastReadAt: clock.now(),
    cancelSampling: () => {},
  });

  const authorize = async (connector: Connector, session: MutableSession) => {
    const outcome = await deps.authorize(session.idTag);
    const status =
      outcome.type === "Answered"
        ? dialect.authorizationStatus(outcome.answer)
        : outcome.type === "Refused"
          ? outcome.code
          : "Accepted"; // Nobody answered: the station authorises offline.
    if (status === "Accepted") return;
    if (connector.session === session) connector.session = null;
    deps.onStatusChanged(connector);
    throw new ChargingRefused(status);
  };

  const scheduleSample = (connector: Connector, session: MutableSession) => {
    session.cancelSampling();
    if (settings.meterIntervalMs <= 0) return;
    session.cancelSampling = clock.after(settings.meterIntervalMs, () => {
      if (connector.session !== session) return;
      sample(connector, session, false);
      scheduleSample(connector, session);
    });
  };

  const sample = (connector: Connector, session: MutableSession, isTriggered: boolean) => {
    const read = measurements(connector);
    void tell(connector, session, { ...moment(), type: "Sampled", isTriggered, measurements: read });
    if (session.phase !== "Charging" || connector.flow.stateOfCharge < 1) return;
    session.phase = "SuspendedEV";
    deps.onStatusChanged(connector);
    void tell(connector, session, { ...moment(), type: "StateChanged", measurements: measurements(connector) });
  };

  const stop = async (connector: Connector, reason: StopReason): Promise<Session | null> => {
    const session = connector.session;
    if (!session) return null;
    const event: SessionEvent = {
      ...moment(),
      type: "Ended",
      reason,
      fault: connector.fault,
      measurements: measurements(connector),
      meterStopWh: meterWhOf(connector),
    };
    const isKnown = session.phase !== "Authorizing";
    session.cancelSampling();
    session.phase = "Ended";
    session.ended = { at: event.at, meterStopWh: event.meterStopWh, reason };
    connector.session = null;
    connector.isFinishing = true;
    if (connector.isClosingAfterSession) connector.isOperative = false;
    connector.isClosingAfterSession = false;
    const delivery = isKnown ? tell(connector, session, event) : Promise.resolve();
    deps.onStatusChanged(connector);
    if (isKnown) deps.onEnded(session);
    await delivery;
    return session;
  };

  const plugIn = (connector: Connector, car: Car = anyCar(connector, random)) => {
    if (connector.car) return;
    connector.car = car;
    connector.flow = { ...connector.flow, stateOfCharge: car.stateOfCharge };
    connector.isFinishing = false;
    deps.onStatusChanged(connector);
    const { awaiting } = connector;
    if (!awaiting) return;
    awaiting.cancel();
    connector.awaiting = null;
    beginQuietly(connector, awaiting);
  };

  const beginQuietly = (connector: Connector, start: RemoteStart) => {
    if (obstacleTo(connector, start.idTag)) return;
    begin(connector, start.idTag, start).catch((error: unknown) => {
      if (!(error instanceof ChargingRefused)) throw error;
    });
  };

  return {
    plugIn,
    async unplug(connector) {
      const stopped = stop(connector, "EVDisconnected");
      connector.car = null;
      connector.isFinishing = false;
      deps.onStatusChanged(connector);
      await stopped;
    },
    async start(connector, idTag) {
      const obstacle = obstacleTo(connector, idTag);
      if (obstacle) throw new ChargingRefused(obstacle);
      return begin(connector, idTag, "Local");
    },
    startRemotely(connector, start, autoPlug) {
      if (connector.car) return beginQuietly(connector, start);
      if (autoPlug) {
        plugIn(connector);
        return beginQuietly(connector, start);
      }
      const cancel = clock.after(settings.connectionTimeoutMs, () => {
        connector.awaiting = null;
        deps.onStatusChanged(connector);
      });
      connector.awaiting = { ...start, cancel };
      deps.onStatusChanged(connector);
    },
    stop,
    fault(connector, code) {
      connector.fault = code;
      void stop(connector, "Fault");
      deps.onStatusChanged(connector);
    },
    clearFault(connector) {
      connector.fault = null;
      deps.onStatusChanged(connector);
    },
    setAvailability(connector, isOperative) {
      if (!isOperative && connector.session) {
        connector.isClosingAfterSession = true;
        return "Scheduled";
      }
      connector.isClosingAfterSession = false;
      connector.isOperative = isOperative;
      deps.onStatusChanged(connector);
      return "Accepted";
    },
    reserve(connector, reservation) {
      if (connector.fault) return "Faulted";
      if (!connector.isOperative || connector.isClosedForUpdate) return "Unavailable";
      const isTaken = connector.reservation !== null && connector.reservation.id !== reservation.id;
      if (connector.session || connector.car || isTaken) return "Occupied";
      release(connector);
      const cancel = clock.after(reservation.until.getTime() - clock.now(), () => {
        connector.reservation = null;
        deps.onStatusChanged(connector);
      });
      connector.reservation = { ...reservation, cancel };
      deps.onStatusChanged(connector);
      return "Accepted";
    },
    cancelReservation(connectors, id) {
      const connector = connectors.find(({ reservation }) => reservation?.id === id);
      if (!connector) return false;
      release(connector);
      deps.onStatusChanged(connector);
      return true;
    },
    sampleNow(connector) {
      if (connector.session) sample(connector, connector.session, true);
      return measurements(connector);
    },
    restartSampling(connector) {
      if (connector.session) scheduleSample(connector, connector.session);
    },
    meterWh(connector) {
      settle(connector);
      return meterWhOf(connector);
    },
  };
}

function obstacleTo(connector: Connector, idTag: string): string | null {
  if (connector.fault) return "Faulted";
  if (connector.session) return "Occupied";
  if (connector.reservation !== null && connector.reservation.idTag !== idTag) return "Reserved";
  if (!connector.isOperative || connector.isClosedForUpdate) return "Unavailable";
  return connector.car ? null : "NotPlugged";
}

function anyCar(connector: Connector, random: Random): Car {
  return {
    batteryWh: Math.round(between(random, 40_000, 85_000)),
    maxWatts: connector.outlet.current === "AC" ? 11_000 : Math.round(between(random, 50_000, 170_000)),
    stateOfCharge: between(random, 0.15, 0.6),
  };
}
