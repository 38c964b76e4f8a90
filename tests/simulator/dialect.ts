import type {
  Connector,
  FaultCode,
  MutableSession,
  RemoteStart,
  Reservation,
  ReservationOutcome,
  StopReason,
} from "./connector";
import type { FirmwareControl, FirmwareStep } from "./firmware";
import type { UploadStep } from "./log-upload";
import type { Measurement } from "./meter";
import type { IncomingCall, Reply } from "./rpc-client";

export type Call = { readonly action: string; readonly payload: object };

export type Hardware = { readonly vendor: string; readonly model: string; readonly serialNumber: string };

export type BootReason = "PowerUp" | "RemoteReset" | "FirmwareUpdate" | "Triggered" | "Unknown";

/** What the CSMS may change at run time. */
export type Settings = {
  heartbeatMs: number;
  /** 0: no periodic samples. */
  meterIntervalMs: number;
  pingMs: number;
  connectionTimeoutMs: number;
  authorizesRemoteStarts: boolean;
  measurands: readonly string[];
  password: string | Uint8Array | null;
};

/** Something that happened in a session and that the CSMS must hear of. */
export type SessionEvent = { readonly at: Date; readonly isOffline: boolean } & (
  | { readonly type: "Started"; readonly measurements: readonly Measurement[] }
  | { readonly type: "StateChanged"; readonly measurements: readonly Measurement[] }
  | {
      readonly type: "Sampled";
      readonly isTriggered: boolean;
      readonly measurements: readonly Measurement[];
    }
  | {
      readonly type: "Ended";
      readonly reason: StopReason;
      readonly fault: FaultCode | null;
      readonly meterStopWh: number;
      readonly measurements: readonly Measurement[];
    }
);

/** A transaction message; `learn` takes what the answer tells and returns the token's status, if any. */
export type SessionMessage = {
  readonly action: string;
  readonly build: () => object;
  readonly learn: (answer: object) => string | null;
};

/** Everything that differs between protocol versions. One per station. */
export type Dialect = {
  readonly subprotocol: string;
  boot(hardware: Hardware, firmwareVersion: string, reason: BootReason): Call;
  /** `null` stands for the station itself; versions without such a status answer `null`. */
  status(connector: Connector | null, at: Date): Call | null;
  authorize(idTag: string): Call;
  authorizationStatus(answer: object): string;
  newTransactionId(): string | null;
  sessionMessages(session: MutableSession, event: SessionEvent): readonly SessionMessage[];
  /** Meter values outside of any session. */
  idleSample(connector: Connector, measurements: readonly Measurement[], at: Date): Call;
  /** `null`: this version has no word for it. The requestId is left out where there is none. */
  firmwareStatus(step: FirmwareStep | "Idle", requestId: number | null): Call | null;
  /** `null`: this version has no such message. */
  securityEvent(type: string, at: Date): Call | null;
  /** The commands that put its settings to what the factory gave. */
  readonly factorySettings: readonly Call[];
  readonly commands: ReadonlyMap<string, CommandHandler>;
};

export type CommandHandler = (call: IncomingCall, control: StationControl) => Reply;

/** What a command may do to the station, whichever version it came in. */
export type StationControl = {
  readonly connectors: readonly Connector[];
  readonly isRegistered: boolean;
  /** Whether messages of this transaction still wait for delivery; of any, when `null`. */
  readonly hasPendingMessages: (transactionId: string | null) => boolean;
  /** The connector that would take this start, or `null` if the station cannot. */
  readonly connectorFor: (connectorId: number | null) => Connector | null;
  readonly remoteStart: (connector: Connector, start: RemoteStart) => void;
  readonly remoteStop: (connector: Connector, reason: StopReason) => void;
  readonly setAvailability: (connectors: readonly Connector[], isOperative: boolean) => "Accepted" | "Scheduled";
  readonly reserve: (connector: Connector, reservation: Reservation) => ReservationOutcome;
  readonly cancelReservation: (id: number) => boolean;
  /** Uploads the log and tells each step. */
  readonly uploadLog: (location: string, fileName: string, tell: (step: UploadStep) => void) => void;
  readonly firmware: FirmwareControl;
  readonly reset: (how: "Soft" | "Hard") => void;
  readonly resetWhenIdle: () => "Accepted" | "Scheduled";
  readonly boot: () => void;
  readonly heartbeat: () => void;
  readonly reportStatus: (connector: Connector | null) => void;
  readonly sample: (connector: Connector) => void;
  readonly send: (call: Call) => void;
  readonly settingsChanged: (what: "Heartbeat" | "Sampling" | "Password") => void;
};

/** A handler whose payload has passed the official schema of its action before it is called. */
export function onCommand<P>(handle: (payload: P, control: StationControl) => Reply): CommandHandler {
  return (call, control) => handle(call.payload as P, control);
}

export function answer(payload: object, afterwards?: () => void): Reply {
  return afterwards ? { type: "Answer", answer: payload, afterwards } : { type: "Answer", answer: payload };
}
