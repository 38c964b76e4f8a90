import type { AcknowledgedLedger, StationVersion } from "./acknowledged";
import type { Clock } from "./clock";
import { type Connector, createConnector } from "./connector";
import type { Dialect, Hardware, Settings } from "./dialect";
import type { FirmwareOptions } from "./firmware";
import type { Backoff, TlsMaterial } from "./link";
import { MEASURANDS, type Outlet } from "./meter";
import type { Random } from "./random";
import type { RetryPolicy } from "./transaction-queue";
import { createV16 } from "./v16";
import { createV201 } from "./v201";

export type StationOptions = {
  readonly identity: string;
  /** The endpoint without the identity: `ws://host:port/ocpp`. */
  readonly url: string;
  readonly version: StationVersion;
  /** None: no Authorization header. Bytes for keys that are not text. */
  readonly password?: string | Uint8Array | undefined;
  readonly tls?: TlsMaterial | undefined;
  /** How many; 1 unless told. */
  readonly connectors?: number | undefined;
  readonly outlet?: Outlet | undefined;
  readonly meterWhAtStart?: number | undefined;
  readonly model?: string | undefined;
  readonly vendor?: string | undefined;
  readonly firmwareVersion?: string | undefined;
  /** 60 s unless told; 0 sends no periodic samples. The CSMS may change it. */
  readonly meterIntervalMs?: number | undefined;
  /** Overrides the interval the CSMS gives at boot. */
  readonly heartbeatMs?: number | undefined;
  /** Overrides the interval the CSMS gives with Pending and Rejected. */
  readonly bootRetryMs?: number | undefined;
  /** Real stations of both kinds exist; the specification says no, so does the default. */
  readonly bootsOnReconnect?: boolean | undefined;
  readonly reconnect?: Backoff | undefined;
  readonly callTimeoutMs?: number | undefined;
  /** WebSocket pings of the station; a missing pong ends the connection. 0: none. */
  readonly pingMs?: number | undefined;
  /** How long the station is away for a reset. */
  readonly rebootMs?: number | undefined;
  /** Defaults: unlimited attempts, 5 s, a fresh message id for each attempt. */
  readonly transactionRetry?: Partial<RetryPolicy> | undefined;
  /** A remote start on a free connector plugs a car in by itself (default) or waits for `plugIn`. */
  readonly autoPlug?: boolean | undefined;
  /** How long a remote start waits for a cable. */
  readonly connectionTimeoutMs?: number | undefined;
  /** Model seconds per second: 60 lets an hour's energy flow in a minute. */
  readonly speed?: number | undefined;
  /** What it does when its firmware is updated, and what goes wrong then. */
  readonly firmware?: FirmwareOptions | undefined;
  readonly acknowledged?: AcknowledgedLedger | undefined;
  readonly random?: Random | undefined;
  readonly clock?: Clock | undefined;
};

const DEFAULT_OUTLET: Outlet = { current: "AC", phases: 3, amps: 32 };

export function settingsOf(options: StationOptions): Settings {
  return {
    heartbeatMs: options.heartbeatMs ?? 0,
    meterIntervalMs: options.meterIntervalMs ?? 60_000,
    pingMs: options.pingMs ?? 60_000,
    connectionTimeoutMs: options.connectionTimeoutMs ?? 60_000,
    authorizesRemoteStarts: false,
    measurands: MEASURANDS,
    password: options.password ?? null,
  };
}

export function connectorsOf({
  connectors = 1,
  outlet = DEFAULT_OUTLET,
  meterWhAtStart = 0,
}: StationOptions): Connector[] {
  return Array.from({ length: connectors }, (_, index) => createConnector(index + 1, outlet, meterWhAtStart));
}

export function dialectOf(options: StationOptions, settings: Settings, connectors: readonly Connector[]): Dialect {
  return options.version === "1.6"
    ? createV16({ settings, connectorCount: connectors.length, isSigned: options.firmware?.family === "Signed" })
    : createV201({ settings });
}

export function hardwareOf({ vendor = "Kituo", model = "Simulated", identity }: StationOptions): Hardware {
  return { vendor, model, serialNumber: identity.slice(-25) };
}

/** Plain: 1.6 without the whitepaper. */
export function firmwareOf({ firmware = {}, version }: StationOptions): {
  readonly options: FirmwareOptions;
  readonly isPlain: boolean;
} {
  return { options: firmware, isPlain: version === "1.6" && firmware.family !== "Signed" };
}
