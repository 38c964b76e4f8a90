import type { ClockWatch } from "@/lib/domain/clock-offset";
import type { Registration } from "@/lib/domain/station";
import type { OpenSession } from "@/lib/services/sessions/place-meter-values";
import type { VersionAdapter } from "./adapters/adapter";

/** A station as long as one connection of it lasts. The mutable parts mirror the books, so that hot paths need not read them. */
export type ConnectedStation = {
  readonly id: number;
  readonly identity: string;
  readonly epoch: number;
  readonly adapter: VersionAdapter;
  /** The common names of the certificate it signed in by; null where it signed in otherwise. */
  readonly certificateNames: readonly string[] | null;
  /** How it reaches our ports over HTTP, `http://host:9220`; null where its handshake did not say. */
  readonly filesUrl: string | null;
  readonly clock: ClockWatch;
  /** What its last BootNotification was answered, on any connection. */
  registered: Registration | null;
  /** Its running sessions, oldest first. */
  sessions: readonly OpenSession[];
  /** Commands wait for their effect: what the station says is looked at for it. */
  awaitsEffect: boolean;
};
