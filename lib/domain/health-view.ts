import type { Closing } from "./closing";
import type { LookAlike } from "./look-alike";
import type { PingFigures } from "./ping-figures";
import type { Connectivity } from "./station-view";

/** `Solved`: it has come in since; without an identity, it has been silent for a day. */
export const REFUSAL_STATES = ["Open", "Solved", "Dismissed", "Blocked"] as const;
export type RefusalState = (typeof REFUSAL_STATES)[number];

/** Refused or broken handshakes of one identity, or of one address where none was told, for one reason. */
export type HandshakeRefusalView = {
  readonly id: number;
  readonly identity: string | null;
  /** The newest address it came from. */
  readonly remoteAddress: string | null;
  readonly reason: string;
  readonly state: RefusalState;
  /** Tries since it last came in, and since when. */
  readonly count: number;
  readonly since: string;
  readonly lastAt: string;
  /** Tries ever. */
  readonly total: number;
  readonly offeredProtocols: string | null;
  readonly detail: string | null;
  /** The station of this identity; null where nobody knows it. */
  readonly station: RefusedStation | null;
  /** The known identity that was meant; null where none is near, or this one is known. */
  readonly lookAlike: LookAlike | null;
  /** Without an identity: known stations that last came from this address, a few. */
  readonly neighbours: readonly string[];
};

export type RefusedStation = {
  readonly connectivity: Connectivity;
  readonly isBlocked: boolean;
  readonly securityProfile: number;
  readonly minSecurityProfile: number;
  readonly pinnedVersion: string | null;
  /** When a person gave it the present password. */
  readonly passwordSetAt: string | null;
  /** When it last came in. */
  readonly connectedAt: string | null;
};

/** One connection of a station, from its opening to its close. */
export type ConnectionView = {
  readonly epoch: number;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly ocppVersion: string;
  readonly securityProfile: number | null;
  readonly remoteAddress: string | null;
  readonly closeCode: number | null;
  /** Null while it is open. */
  readonly closing: Closing | null;
  readonly pings: PingFigures | null;
};

/** How a station's line, clock and access stand. Instants are ISO strings. */
export type StationHealth = {
  readonly identity: string;
  readonly connectivity: Connectivity;
  /** Three or more times back within 15 minutes, by itself. */
  readonly isUnstable: boolean;
  readonly reconnects: { readonly last15Minutes: number; readonly last24Hours: number };
  /** Of the newest connection. */
  readonly pings: PingFigures | null;
  /** Ahead of ours is positive; null while not enough is known. */
  readonly clock: { readonly offsetMs: number; readonly checkedAt: string; readonly isOff: boolean } | null;
  readonly security: {
    /** Of the connection that is open. */
    readonly inUse: number | null;
    readonly required: number;
    readonly minimum: number;
    readonly hasPassword: boolean;
    /** It was told a new one, and has not signed in since. */
    readonly isPasswordChanging: boolean;
    readonly passwordSetAt: string | null;
    readonly passwordTakenAt: string | null;
  };
  /** The newest ones. */
  readonly connections: readonly ConnectionView[];
};

export type SecurityEventView = {
  readonly id: string;
  readonly event: string;
  readonly info: string | null;
  /** By the station's clock. */
  readonly at: string;
  readonly receivedAt: string;
};

export type ReportView = {
  readonly id: string;
  readonly kind: "Firmware" | "Diagnostics" | "Log";
  readonly status: string;
  readonly requestId: number | null;
  readonly receivedAt: string;
};

export type CertificateRequestView = {
  readonly id: number;
  readonly use: string;
  readonly csr: string;
  readonly state: string;
  readonly requestedAt: string;
};
