import type { Database } from "@/lib/db/client";
import type { Connectivity } from "@/lib/domain/station-view";

/** A gateway that has not beaten for this long holds nothing any more. */
const GATEWAY_SILENCE_SECONDS_MAX = 10;

type Held = {
  readonly gatewayId: string | null;
  readonly connectedAt: Date | null;
  readonly disconnectedAt: Date | null;
  readonly disconnectReason: string | null;
};
type Beat = { readonly beatAt: Date; readonly stoppedAt: Date | null };

/** The oldest beat that still counts. */
export const aliveSince = (now: Date): Date => new Date(now.getTime() - GATEWAY_SILENCE_SECONDS_MAX * 1000);

export function toConnectivity(station: Held, gateway: Beat | null, now: Date): Connectivity {
  const { gatewayId, connectedAt, disconnectedAt } = station;
  if (gatewayId === null) {
    if (connectedAt === null && disconnectedAt === null) return { state: "NeverConnected" };
    return { state: "Disconnected", since: disconnectedAt?.toISOString() ?? null, reason: station.disconnectReason };
  }
  if (gateway === null) return { state: "GatewayLost", since: null };
  if (gateway.stoppedAt !== null) return { state: "GatewayLost", since: gateway.stoppedAt.toISOString() };
  if (gateway.beatAt < aliveSince(now)) return { state: "GatewayLost", since: gateway.beatAt.toISOString() };
  return { state: "Connected", since: (connectedAt ?? gateway.beatAt).toISOString() };
}

/** The connectivity of several stations with one look at the gateways. */
export async function readConnectivity(
  db: Pick<Database, "gateway">,
  stations: readonly Held[],
  now: Date,
): Promise<(station: Held) => Connectivity> {
  const ids = [...new Set(stations.flatMap(({ gatewayId }) => (gatewayId === null ? [] : [gatewayId])))];
  const gateways = ids.length === 0 ? [] : await db.gateway.findMany({ where: { id: { in: ids } } });
  const byId = new Map(gateways.map((gateway) => [gateway.id, gateway]));
  return (station) => toConnectivity(station, byId.get(station.gatewayId ?? "") ?? null, now);
}
