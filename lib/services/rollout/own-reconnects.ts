import { Prisma } from "@/lib/db/generated/client";

/**
 * True of a connection `k` that the station opened for a reason of its own. One that follows a connection which ended
 * with its gateway (stopped, crashed, or lost its hold) says nothing about the station: after a crash, all come again.
 */
export const IS_OWN_RECONNECT = Prisma.sql`NOT EXISTS (
  SELECT FROM connection p WHERE p.station_id = k.station_id AND p.epoch = k.epoch - 1 AND (
    p.close_reason IN ('GatewayLost', 'ShuttingDown', 'HoldLost')
    OR (p.close_reason = 'Superseded' AND p.gateway_id <> k.gateway_id)))`;
