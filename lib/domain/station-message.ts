/**
 * What a station tells us, version-neutral. The newest OCPP is the model; older
 * versions are widened on the way in, and what cannot be said is null.
 */
import type { JsonValue } from "./json";
import type { MeterSample } from "./meter-value";
import type { ConnectorStatus, Occupancy, Registration } from "./station";
import type { Authorization, TokenPresented } from "./token";

/** How a station refers to a session: by the id we gave it (1.6), or by its own (2.x). */
export type SessionReference =
  | { readonly kind: "Ours"; readonly id: number }
  | { readonly kind: "Theirs"; readonly transactionId: string };

export type BootReported = {
  readonly type: "BootReported";
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  readonly firmwareVersion: string | null;
  readonly iccid: string | null;
  readonly imsi: string | null;
  readonly meterType: string | null;
  readonly meterSerialNumber: string | null;
  readonly reason: string | null;
};

export type ConnectorStatusReported = {
  readonly type: "ConnectorStatusReported";
  readonly evse: number;
  readonly connector: number;
  /** Null where the station's word for it says nothing: then status and occupancy stay what they were. */
  readonly status: ConnectorStatus | null;
  readonly occupancy: Occupancy | null;
  readonly errorCode: string | null;
  readonly info: string | null;
  readonly vendorErrorCode: string | null;
  /** Null where the station gave no time. */
  readonly at: Date | null;
};

export type SessionStarted = {
  readonly type: "SessionStarted";
  /** The station's own transaction id; null where we give the id. */
  readonly transactionId: string | null;
  /** Null where the version does not number events. */
  readonly seqNo: number | null;
  readonly evse: number | null;
  readonly connector: number | null;
  readonly token: TokenPresented | null;
  readonly at: Date;
  readonly meterStartWh: number | null;
  readonly trigger: string | null;
  readonly chargingState: Occupancy | null;
  readonly remoteStartId: number | null;
  readonly reservationId: number | null;
  readonly wasOffline: boolean;
  readonly samples: readonly MeterSample[];
};

export type SessionUpdated = {
  readonly type: "SessionUpdated";
  readonly session: SessionReference;
  readonly seqNo: number | null;
  readonly evse: number | null;
  readonly connector: number | null;
  readonly token: TokenPresented | null;
  readonly at: Date;
  readonly trigger: string | null;
  readonly chargingState: Occupancy | null;
  readonly remoteStartId: number | null;
  readonly reservationId: number | null;
  readonly wasOffline: boolean;
  readonly samples: readonly MeterSample[];
};

export type SessionEnded = {
  readonly type: "SessionEnded";
  readonly session: SessionReference;
  readonly seqNo: number | null;
  readonly evse: number | null;
  readonly connector: number | null;
  readonly token: TokenPresented | null;
  readonly reservationId: number | null;
  readonly at: Date;
  readonly meterStopWh: number | null;
  readonly trigger: string | null;
  readonly reason: string;
  /** The station's own word, where the reason is none that OCPP knows. */
  readonly reasonTold: string | null;
  readonly wasOffline: boolean;
  readonly samples: readonly MeterSample[];
};

export type MeterValuesReported = {
  readonly type: "MeterValuesReported";
  readonly evse: number;
  readonly session: SessionReference | null;
  readonly samples: readonly MeterSample[];
};

export type FirmwareStatus =
  | "Downloaded"
  | "DownloadFailed"
  | "Downloading"
  | "DownloadScheduled"
  | "DownloadPaused"
  | "Idle"
  | "InstallationFailed"
  | "Installing"
  | "Installed"
  | "InstallRebooting"
  | "InstallScheduled"
  | "InstallVerificationFailed"
  | "InvalidSignature"
  | "SignatureVerified";

export type LogStatus =
  | "BadMessage"
  | "Idle"
  | "NotSupportedOperation"
  | "PermissionDenied"
  | "Uploaded"
  | "UploadFailure"
  | "Uploading"
  | "AcceptedCanceled";

export type FirmwareStatusReported = {
  readonly type: "FirmwareStatusReported";
  readonly status: FirmwareStatus;
  /** Which request it speaks of; null where the version or the station does not say. */
  readonly requestId: number | null;
};

export type LogStatusReported = {
  readonly type: "LogStatusReported";
  /** 1.6 uploads diagnostics by a command of their own. */
  readonly log: "Diagnostics" | "Log";
  readonly status: LogStatus;
  readonly requestId: number | null;
};

export type SecurityEventReported = {
  readonly type: "SecurityEventReported";
  /** The event's name, of the norm's list or the vendor's own. */
  readonly event: string;
  readonly info: string | null;
  readonly at: Date;
};

export type CertificateUse = "ChargingStation" | "V2G";

export type CertificateAsked = {
  readonly type: "CertificateAsked";
  /** PEM, as told. */
  readonly csr: string;
  readonly use: CertificateUse;
};

/** A reservation that the station gave up by itself. */
export type ReservationStatusReported = {
  readonly type: "ReservationStatusReported";
  readonly reservationId: number;
  readonly status: "Expired" | "Removed";
};

export type StationMessage =
  | BootReported
  | { readonly type: "HeartbeatReceived" }
  | ConnectorStatusReported
  | { readonly type: "AuthorizationAsked"; readonly token: TokenPresented }
  | SessionStarted
  | SessionUpdated
  | SessionEnded
  | MeterValuesReported
  | {
      readonly type: "DataTransferred";
      readonly vendorId: string;
      readonly messageId: string | null;
      readonly data: JsonValue;
    }
  | FirmwareStatusReported
  | LogStatusReported
  | SecurityEventReported
  | CertificateAsked
  | ReservationStatusReported
  /** Must be answered, but says nothing that can be used; the message log keeps it. */
  | { readonly type: "NothingUnderstood" };

/** What is said back, once the effects are stored. */
export type StationReply =
  | {
      readonly type: "BootAnswered";
      readonly status: Registration;
      readonly now: Date;
      readonly intervalSeconds: number;
    }
  | { readonly type: "TimeTold"; readonly now: Date }
  | { readonly type: "Authorized"; readonly authorization: Authorization }
  | { readonly type: "SessionStartStored"; readonly sessionId: number; readonly authorization: Authorization | null }
  | { readonly type: "SessionUpdateStored"; readonly authorization: Authorization | null }
  | { readonly type: "SessionEndStored"; readonly authorization: Authorization | null }
  | {
      readonly type: "DataTransferAnswered";
      readonly status: "UnknownVendorId" | "UnknownMessageId" | "Accepted" | "Rejected";
    }
  | { readonly type: "CertificateAnswered"; readonly status: "Accepted" | "Rejected" }
  | { readonly type: "Stored" };
