import type { ChargingSession } from "@/lib/db/generated/client";
import type { SessionListItem, SessionView } from "@/lib/domain/session-view";

export type SessionRow = ChargingSession & { readonly station: { readonly identity: string } };

/** What a session row must be read with to become a view. */
export const sessionIncludes = { station: { select: { identity: true, site: { select: { name: true } } } } } as const;

type ListedRow = SessionRow & { readonly station: { readonly site: { readonly name: string } | null } };

export const toSessionListItem = (row: ListedRow): SessionListItem => ({
  ...toSessionView(row),
  siteName: row.station.site?.name ?? null,
});

export function toSessionView(row: SessionRow): SessionView {
  return {
    id: row.id,
    identity: row.station.identity,
    evse: row.evse,
    connector: row.connector,
    transactionId: row.transactionId,
    phase: row.phase,
    chargingState: row.chargingState,
    tokenUid: row.tokenUid,
    authorization: row.authorization,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    endReason: row.endReason,
    meterStartWh: row.meterStartWh,
    meterStopWh: row.meterStopWh,
    energyWh: row.energyWh,
    powerW: row.powerW,
    socPercent: row.socPercent,
    lastSampleAt: row.lastSampleAt?.toISOString() ?? null,
    anomalies: row.anomalies,
    resolution: row.resolution,
    rev: row.rev,
  };
}
