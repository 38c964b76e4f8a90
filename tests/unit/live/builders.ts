import type { CommandView } from "@/lib/domain/command-view";
import type { DomainEvent } from "@/lib/domain/domain-event";
import type { SessionView } from "@/lib/domain/session-view";
import type { StationListItem } from "@/lib/domain/station-view";
import type { SessionTelemetry } from "@/lib/live/contract";

/** The n-th second of a day that all these tests play on. */
export const at = (second: number): string => new Date(Date.UTC(2026, 10, 22, 12, 0, second)).toISOString();

export const aStation = (told: Partial<StationListItem> = {}): StationListItem => ({
  id: 1,
  identity: "CP-1",
  name: null,
  siteName: null,
  tags: [],
  isBlocked: false,
  vendor: null,
  model: null,
  firmwareVersion: null,
  ocppVersion: null,
  connectivity: { state: "NeverConnected" },
  isUnstable: false,
  isUpdating: false,
  lastSeenAt: null,
  connectors: [],
  ...told,
});

export const aSession = (told: Partial<SessionView> = {}): SessionView => ({
  id: 7,
  identity: "CP-1",
  evse: 1,
  connector: 1,
  transactionId: null,
  phase: "Active",
  chargingState: null,
  tokenUid: "CARD",
  authorization: "Accepted",
  startedAt: at(0),
  endedAt: null,
  endReason: null,
  meterStartWh: 0,
  meterStopWh: null,
  energyWh: null,
  powerW: null,
  socPercent: null,
  lastSampleAt: null,
  anomalies: [],
  resolution: null,
  rev: 1,
  ...told,
});

export const aCommand = (told: Partial<CommandView> = {}): CommandView => ({
  id: "00000000-0000-4000-8000-000000000001",
  identity: "CP-1",
  name: "RemoteStart",
  request: { type: "RemoteStart", evse: 1, tokenUid: "CARD" },
  state: "Pending",
  requestedBy: "Asha",
  createdAt: at(0),
  expiresAt: at(60),
  sentAt: null,
  answeredAt: null,
  effectDeadlineAt: null,
  settledAt: null,
  action: null,
  answer: null,
  answerStatus: null,
  errorCode: null,
  errorDescription: null,
  sessionId: null,
  rev: 1,
  ...told,
});

export const connected = (epoch: number, second: number): DomainEvent => ({
  type: "StationConnected",
  identity: "CP-1",
  epoch,
  at: at(second),
  ocppVersion: "ocpp1.6",
  remoteAddress: null,
});

export const disconnected = (epoch: number, second: number): DomainEvent => ({
  type: "StationDisconnected",
  identity: "CP-1",
  epoch,
  at: at(second),
  reason: "Gone",
});

export const connectorChanged = (rev: number, status: "Available" | "Occupied" | "Faulted"): DomainEvent => ({
  type: "ConnectorChanged",
  identity: "CP-1",
  rev,
  connector: {
    evse: 1,
    connector: 1,
    status,
    occupancy: status === "Occupied" ? "Charging" : null,
    errorCode: null,
    info: null,
    vendorErrorCode: null,
    statusAt: at(rev),
  },
});

export const figures = (second: number, powerW: number): SessionTelemetry => ({
  id: 7,
  identity: "CP-1",
  energyWh: 1000,
  powerW,
  socPercent: null,
  sampledAt: at(second),
  receivedAt: at(second),
});
