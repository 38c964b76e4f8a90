import type { StationVersion } from "./acknowledged";
import {
  type Connector,
  type ConnectorStatus,
  type FaultCode,
  type Session,
  type StopReason,
  statusOf,
} from "./connector";
import type { FirmwareUpdate } from "./firmware";
import type { Car } from "./meter";
import type { RegistrationState } from "./registration";
import type { CallOutcome, ReplyToCall } from "./rpc-client";
import { createStationCore, type ReceivedCall, type StationEvents, type Violation } from "./station-core";
import type { StationOptions } from "./station-options";
import type { PendingMessage } from "./transaction-queue";

/** `connect` gave up: the server refused the dial. */
export class DialRefused extends Error {
  readonly status: number | null;

  constructor(status: number | null) {
    super(status === null ? "The server could not be reached" : `The server refused the connection: ${status}`);
    this.name = "DialRefused";
    this.status = status;
  }
}

/** A charging station as the CSMS sees it. Connectors count from 1. */
export type Station = {
  readonly identity: string;
  readonly version: StationVersion;
  /** Connected and accepted by the CSMS. */
  readonly isOnline: boolean;
  /** Connected, whatever the CSMS thinks of us. */
  readonly isConnected: boolean;
  readonly registration: RegistrationState;
  readonly firmwareVersion: string;
  /** Every update that was ordered, oldest first, as the station lived it. */
  readonly updates: readonly FirmwareUpdate[];
  readonly isUpdating: boolean;

  /**
   * Dials until the boot is accepted and all statuses are sent, however often that takes.
   * With `retry: false` a failed dial rejects with `DialRefused`.
   */
  connect(options?: { readonly retry?: boolean }): Promise<void>;
  /** Ends the station: no more dialling, no more timers. What is still queued stays in `pending`. */
  close(): Promise<void>;
  /** Loses the network. Silent: half-open, the CSMS is not told. Comes back after `forMs`, or by `restoreNetwork`. */
  cutNetwork(options?: { readonly forMs?: number; readonly silent?: boolean }): void;
  restoreNetwork(): void;
  /** Off and on again, maybe with other firmware; resolves when online again. Running sessions end. */
  reboot(options?: { readonly firmwareVersion?: string; readonly how?: "Soft" | "Hard" }): Promise<void>;

  plugIn(connectorId: number, car?: Car): Promise<void>;
  unplug(connectorId: number): Promise<void>;
  /** Presents a token at a plugged connector. Rejects with `ChargingRefused` if the CSMS does not accept it. */
  startCharging(connectorId: number, idTag: string): Promise<Session>;
  /** Resolves once the stop was acknowledged, or is queued because the CSMS is out of reach. */
  stopCharging(connectorId: number, reason?: StopReason): Promise<Session>;
  /** Ends the session there, if any, and reports Faulted. */
  fault(connectorId: number, code: FaultCode): void;
  clearFault(connectorId: number): void;

  session(connectorId: number): Session | null;
  status(connectorId: number): ConnectorStatus;
  isPlugged(connectorId: number): boolean;
  /** The energy register, now. */
  meterWh(connectorId: number): number;

  /** Transaction messages not yet acknowledged, in the order in which they will be sent. */
  readonly pending: readonly PendingMessage[];
  readonly pendingCount: number;
  /** Transaction messages given up on; always 0 while attempts are unlimited. */
  readonly droppedCount: number;
  /** Resolves when every transaction message was acknowledged. */
  drained(): Promise<void>;

  /** Calls from the CSMS, oldest first; the last thousand. */
  readonly received: readonly ReceivedCall[];
  /** What the CSMS said wrongly; empty is what tests want. */
  readonly violations: readonly Violation[];
  /** Sends any call, past all state. */
  send(action: string, payload: object): Promise<CallOutcome>;
  /** Answers an action otherwise than the station would: `null` leaves it unanswered. */
  answer(action: string, reply: ReplyToCall): void;
  on<K extends keyof StationEvents>(event: K, listen: (...args: StationEvents[K]) => void): void;
  /** Resolves at the next such event that satisfies the condition. */
  once<K extends keyof StationEvents>(
    event: K,
    condition?: (...args: StationEvents[K]) => boolean,
  ): Promise<StationEvents[K]>;
};

export function createStation(options: StationOptions): Station {
  const core = createStationCore(options);
  const { link, charging, queue, registration, events, connectors, clock } = core;

  const at = (connectorId: number): Connector => {
    const found = connectors[connectorId - 1];
    if (!found) throw new RangeError(`${options.identity} has no connector ${connectorId}`);
    return found;
  };

  const once: Station["once"] = (event, condition = () => true) =>
    new Promise((resolve) => {
      const listen = (...args: StationEvents[typeof event]) => {
        if (!condition(...args)) return;
        events.off(event, listen as never);
        resolve(args);
      };
      events.on(event, listen as never);
    });

  return {
    identity: options.identity,
    version: options.version,
    get isOnline() {
      return core.isOnline();
    },
    get isConnected() {
      return link.isUp;
    },
    get registration() {
      return registration.state;
    },
    get firmwareVersion() {
      return core.firmwareVersion();
    },
    updates: core.firmware.updates,
    get isUpdating() {
      return core.firmware.isUpdating;
    },
    async connect({ retry = true } = {}) {
      const online = once("online").then(() => null);
      const failed = retry ? [] : [once("dialFailed").then(([{ status }]) => new DialRefused(status))];
      core.dial();
      const failure = await Promise.race([online, ...failed]);
      if (!failure) return;
      await core.close();
      throw failure;
    },
    close: core.close,
    cutNetwork({ forMs, silent = false } = {}) {
      link.cut(silent);
      if (forMs !== undefined) clock.after(forMs, link.restore);
    },
    restoreNetwork: link.restore,
    async reboot({ firmwareVersion, how = "Soft" } = {}) {
      const online = once("online");
      const reflash = firmwareVersion && { version: firmwareVersion, downMs: null, whileDown: () => {} };
      await core.reset(how, reflash || null);
      await online;
    },
    async plugIn(connectorId, car) {
      charging.plugIn(at(connectorId), car);
    },
    unplug: async (connectorId) => charging.unplug(at(connectorId)),
    startCharging: async (connectorId, idTag) => charging.start(at(connectorId), idTag),
    async stopCharging(connectorId, reason = "Local") {
      const session = await charging.stop(at(connectorId), reason);
      if (!session) throw new RangeError(`${options.identity} has no session at connector ${connectorId}`);
      return session;
    },
    fault: (connectorId, code) => charging.fault(at(connectorId), code),
    clearFault: (connectorId) => charging.clearFault(at(connectorId)),
    session: (connectorId) => at(connectorId).session,
    status: (connectorId) => statusOf(at(connectorId)),
    isPlugged: (connectorId) => at(connectorId).car !== null,
    meterWh: (connectorId) => charging.meterWh(at(connectorId)),
    get pending() {
      return queue.pending;
    },
    get pendingCount() {
      return queue.pendingCount;
    },
    get droppedCount() {
      return queue.droppedCount;
    },
    drained: queue.drained,
    received: core.received,
    violations: core.violations,
    send: (action, payload) => core.call({ action, build: () => payload }),
    answer: (action, reply) => void core.overrides.set(action, reply),
    on: (event, listen) => void events.on(event, listen as never),
    once,
  };
}
