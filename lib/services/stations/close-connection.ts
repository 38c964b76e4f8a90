import type { DomainEvent } from "@/lib/domain/domain-event";
import type { PingFigures } from "@/lib/domain/ping-figures";
import type { ServiceContext } from "../context";

type Closing = {
  readonly stationId: number;
  readonly identity: string;
  readonly gatewayId: string;
  readonly epoch: number;
  readonly code: number | null;
  readonly reason: string;
  /** The last figures; null leaves those that are stored. */
  readonly pings: PingFigures | null;
};

/** Ends a connection. One that was superseded meanwhile changes nothing of the station: its epoch is old. Safe to repeat. */
export async function closeConnection(ctx: ServiceContext, input: Closing): Promise<void> {
  const now = ctx.now().toISOString();
  const event: DomainEvent = {
    type: "StationDisconnected",
    identity: input.identity,
    epoch: input.epoch,
    at: now,
    reason: input.reason,
  };
  await ctx.db.$executeRaw`
    WITH closed AS (
      UPDATE connection SET closed_at = ${now}::timestamptz, close_code = ${input.code}, close_reason = ${input.reason},
        ping_last_ms = COALESCE(${input.pings?.lastMs ?? null}::int, ping_last_ms),
        ping_median_ms = COALESCE(${input.pings?.medianMs ?? null}::int, ping_median_ms),
        ping_max_ms = COALESCE(${input.pings?.maxMs ?? null}::int, ping_max_ms)
      WHERE station_id = ${input.stationId} AND epoch = ${input.epoch} AND closed_at IS NULL
    ), freed AS (
      UPDATE station SET gateway_id = NULL, disconnected_at = ${now}::timestamptz,
        disconnect_reason = ${input.reason}, rev = rev + 1
      WHERE id = ${input.stationId} AND connection_epoch = ${input.epoch} AND gateway_id = ${input.gatewayId}
      RETURNING id
    )
    INSERT INTO outbox (at, event) SELECT ${now}::timestamptz, ${JSON.stringify(event)}::jsonb FROM freed`;
}

/**
 * Closes what gateways left behind that stopped beating (crash, power cut): nothing they held is live.
 * Returns how many connections were closed. Safe to repeat.
 */
export async function closeOrphanedConnections(ctx: ServiceContext, gatewayId: string): Promise<number> {
  const now = ctx.now();
  const deadline = new Date(now.getTime() - GATEWAY_LOST_SECONDS * 1000).toISOString();
  const at = now.toISOString();
  return ctx.db.$executeRaw`
    WITH lost AS (
      UPDATE station SET gateway_id = NULL, disconnected_at = ${at}::timestamptz,
        disconnect_reason = 'GatewayLost', rev = rev + 1
      WHERE gateway_id IS NOT NULL AND gateway_id <> ${gatewayId}
        AND NOT EXISTS (
          SELECT FROM gateway g WHERE g.id = station.gateway_id
            AND g.stopped_at IS NULL AND g.beat_at > ${deadline}::timestamptz)
      RETURNING id, identity, connection_epoch
    ), closed AS (
      UPDATE connection c SET closed_at = ${at}::timestamptz, close_reason = 'GatewayLost'
      FROM lost WHERE c.station_id = lost.id AND c.closed_at IS NULL AND c.epoch <= lost.connection_epoch
    )
    INSERT INTO outbox (at, event)
    SELECT ${at}::timestamptz, jsonb_build_object('type', 'StationDisconnected', 'identity', identity,
      'epoch', connection_epoch, 'at', ${at}::text, 'reason', 'GatewayLost')
    FROM lost`;
}

/** A gateway that has not written its beat for this long is gone. */
export const GATEWAY_LOST_SECONDS = 10;
