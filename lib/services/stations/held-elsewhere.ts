import type { ServiceContext } from "../context";

export type Held = { readonly stationId: number; readonly epoch: number };

/** Of the connections a gateway thinks it holds, those that the books give to another, or whose station is gone or blocked. */
export async function heldElsewhere(
  ctx: ServiceContext,
  gatewayId: string,
  held: readonly Held[],
): Promise<readonly Held[]> {
  if (held.length === 0) return [];
  return ctx.db.$queryRaw<Held[]>`
    SELECT h.station_id AS "stationId", h.epoch FROM unnest(${held.map((entry) => entry.stationId)}::int[], ${held.map((entry) => entry.epoch)}::int[])
      AS h(station_id, epoch)
    LEFT JOIN station s ON s.id = h.station_id
    WHERE s.id IS NULL OR s.is_blocked OR s.connection_epoch > h.epoch OR s.gateway_id IS DISTINCT FROM ${gatewayId}`;
}
