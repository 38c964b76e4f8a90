import type { ChargingSession } from "./charging-session";

/** A charging session as every screen, event and API answer sees it. Instants are ISO strings; Wh, W, %. */
export type SessionView = {
  readonly id: number;
  readonly identity: string;
  readonly evse: number;
  readonly connector: number | null;
  readonly transactionId: string | null;
  readonly phase: "Active" | "Ended";
  readonly chargingState: string | null;
  readonly tokenUid: string | null;
  readonly authorization: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly endReason: string | null;
  readonly meterStartWh: number | null;
  readonly meterStopWh: number | null;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  readonly socPercent: number | null;
  readonly lastSampleAt: string | null;
  readonly anomalies: readonly string[];
  /** What an operator decided: AsTold, ByHand, NotBillable; null while nobody has. */
  readonly resolution: string | null;
  readonly rev: number;
};

/** One row of the sessions list. */
export type SessionListItem = SessionView & { readonly siteName: string | null };

/** The view of a session of the station that dials as `identity`. */
export function viewOfSession(session: ChargingSession, identity: string): SessionView {
  return {
    id: session.id,
    identity,
    evse: session.evse,
    connector: session.connector,
    transactionId: session.transactionId,
    phase: session.phase,
    chargingState: session.chargingState,
    tokenUid: session.tokenUid,
    authorization: session.authorization,
    startedAt: session.startedAt.toISOString(),
    endedAt: session.endedAt?.toISOString() ?? null,
    endReason: session.endReason,
    meterStartWh: session.meterStartWh,
    meterStopWh: session.meterStopWh,
    energyWh: session.energyWh,
    powerW: session.powerW,
    socPercent: session.socPercent,
    lastSampleAt: session.lastSampleAt?.toISOString() ?? null,
    anomalies: session.anomalies,
    resolution: session.resolution,
    rev: session.rev,
  };
}
