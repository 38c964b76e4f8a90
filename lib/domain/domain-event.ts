/**
 * What is announced once it is true. Events are absolute ("status is X", with the
 * row's revision), so that one folded twice or late does no harm.
 */
import type { CommandView } from "./command-view";
import type { CampaignState } from "./firmware/campaign-states";
import type { ReleaseState } from "./firmware/release-view";
import type { SessionView } from "./session-view";
import type { ConnectorState } from "./station";

export type DomainEvent =
  | {
      readonly type: "StationConnected";
      readonly identity: string;
      readonly epoch: number;
      readonly at: string;
      readonly ocppVersion: string;
      readonly remoteAddress: string | null;
    }
  | {
      readonly type: "StationDisconnected";
      readonly identity: string;
      readonly epoch: number;
      readonly at: string;
      readonly reason: string;
    }
  | {
      readonly type: "StationBooted";
      readonly identity: string;
      readonly at: string;
      readonly registration: string;
      readonly vendor: string | null;
      readonly model: string | null;
      readonly serialNumber: string | null;
      readonly firmwareVersion: string | null;
    }
  | {
      readonly type: "ConnectorChanged";
      readonly identity: string;
      readonly rev: number;
      readonly connector: ConnectorState;
    }
  | { readonly type: "SessionChanged"; readonly session: SessionView }
  | { readonly type: "CommandChanged"; readonly command: CommandView }
  /** What a station tells of its firmware or of an upload of logs. */
  | {
      readonly type: "StationReported";
      readonly identity: string;
      readonly kind: "Firmware" | "Diagnostics" | "Log";
      readonly status: string;
      readonly requestId: number | null;
      readonly at: string;
    }
  | {
      readonly type: "SecurityEventReported";
      readonly identity: string;
      readonly event: string;
      readonly info: string | null;
      readonly at: string;
    }
  /** A station wants a certificate signed. */
  | { readonly type: "CertificateRequested"; readonly identity: string; readonly use: string; readonly at: string }
  /** A log that was asked of a station: it was asked for, told of, received or removed. */
  | { readonly type: "LogChanged"; readonly identity: string; readonly uploadId: string }
  /** What is known of its profiles or reservations has changed by itself: lists of them must be read again. */
  | {
      readonly type: "StationBooksChanged";
      readonly identity: string;
      readonly books: "ChargingProfiles" | "Reservations";
      readonly at: string;
    }
  /** A campaign, its waves or its jobs have changed: what is shown of it must be read again. Many changes of one commit are one event. */
  | {
      readonly type: "CampaignChanged";
      readonly campaignId: string;
      readonly rev: number;
      readonly status: CampaignState;
      /** Stations whose jobs changed, 50 at most. */
      readonly identities: readonly string[];
    }
  /** A release was uploaded, verified, rejected or retired. */
  | { readonly type: "ReleaseChanged"; readonly releaseId: string; readonly status: ReleaseState }
  /** All rollouts were stopped at once, or let go on. */
  | { readonly type: "RolloutsSwitched"; readonly isStopped: boolean; readonly at: string }
  /** Alerts opened, grew, were taken care of or ended: what is shown of them must be read again. Many of one commit are one event. */
  | {
      readonly type: "AlertsChanged";
      /** 50 at most. */
      readonly alertIds: readonly number[];
      /** How many are open and neither acknowledged nor silenced, from now on. */
      readonly unattended: number;
      readonly at: string;
    }
  /** Created, renamed, blocked, removed: what the lists show must be read again. */
  | { readonly type: "StationListed"; readonly identity: string }
  /** A handshake was refused (new in the inbox, or one more try). */
  | {
      readonly type: "HandshakeRefused";
      readonly identity: string;
      readonly reason: string;
      readonly remoteAddress: string | null;
      readonly at: string;
      readonly count: number;
    }
  /** A handshake ended before an identity was told: TLS failed, or it was no WebSocket at all. */
  | {
      readonly type: "HandshakeBroken";
      readonly remoteAddress: string;
      readonly reason: string;
      readonly at: string;
      readonly count: number;
    };
