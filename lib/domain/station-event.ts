import type { Closing } from "./closing";
import type { CommandView } from "./command-view";
import type { JsonValue } from "./json";
import type { ConnectorAddress } from "./station";

/** What the events of a station can be narrowed down to. Of one moment, the first of these is the newest. */
export const EVENT_KINDS = [
  "Fault",
  "Status",
  "Session",
  "Boot",
  "Connection",
  "Command",
  "Settings",
  "Firmware",
  "Security",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** A connector's state in words of OCPP 2.x. */
export type ToldState = {
  readonly status: string;
  readonly occupancy: string | null;
  readonly errorCode: string | null;
};

/** What happened. Instants are ISO strings. */
export type EventFacts =
  | { readonly what: "Opened"; readonly ocppVersion: string; readonly remoteAddress: string | null }
  | { readonly what: "Closed"; readonly openedAt: string; readonly code: number | null; readonly closing: Closing }
  | {
      readonly what: "Booted";
      readonly reason: string | null;
      readonly firmwareVersion: string | null;
      readonly registration: string;
    }
  | ({
      readonly what: "StateChanged";
      readonly is: ToldState & { readonly info: string | null; readonly vendorErrorCode: string | null };
      /** Null where nothing was known before. */
      readonly was: (ToldState & { readonly since: string | null }) | null;
    } & ConnectorAddress)
  | {
      readonly what: "SessionStarted";
      readonly sessionId: number;
      readonly evse: number;
      readonly tokenUid: string | null;
      /** By the station's clock. */
      readonly toldAt: string;
    }
  | {
      readonly what: "SessionEnded";
      readonly sessionId: number;
      readonly evse: number;
      readonly energyWh: number | null;
      readonly reason: string | null;
      readonly toldAt: string;
    }
  | { readonly what: "Asked"; readonly command: CommandView }
  | { readonly what: "FirmwareReported"; readonly status: string; readonly requestId: number | null }
  | {
      readonly what: "UpdateEnded";
      readonly campaignId: string;
      readonly campaign: string;
      readonly fromVersion: string | null;
      readonly outcome: string;
    }
  | {
      readonly what: "SecurityReported";
      readonly event: string;
      readonly info: string | null;
      readonly toldAt: string;
    }
  /** Somebody changed what we keep of it. */
  | { readonly what: "Changed"; readonly action: string; readonly by: string; readonly details: JsonValue };

/** Something that happened to or with a station, at the time we knew of it. */
export type StationEventView = {
  /** Unique among the events of a station. */
  readonly key: string;
  readonly at: string;
  readonly kind: EventKind;
  readonly facts: EventFacts;
};

/** Is this a fault, or a state that comes with an error? */
export const isFaulty = (state: ToldState | null): boolean =>
  state !== null && (state.status === "Faulted" || hasError(state.errorCode));

const hasError = (code: string | null): boolean => code !== null && code !== "" && code !== "NoError";
