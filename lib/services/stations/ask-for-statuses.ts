import { requestCommand } from "../commands/request-command";
import type { ServiceContext } from "../context";

/** A station that tells its connectors' statuses by itself has done so by then. */
const PATIENCE_SECONDS = 60;
const PER_ROUND_MAX = 100;

/**
 * Asks for their connectors' statuses those stations of a gateway that have told none since they connected (quirk
 * G1): what is shown of them is from before. Once for each connection, so it is safe to repeat. Returns how many were
 * asked.
 */
export async function askForStatuses(ctx: ServiceContext, gatewayId: string): Promise<number> {
  const connectedBefore = new Date(ctx.now().getTime() - PATIENCE_SECONDS * 1000).toISOString();
  const silent = await ctx.db.$queryRaw<{ identity: string; key: string }[]>`
    SELECT s.identity, k.key
    FROM station s, LATERAL (SELECT 'status:' || s.id || ':' || s.connection_epoch AS key) k
    WHERE s.gateway_id = ${gatewayId} AND s.registered_status = 'Accepted' AND NOT s.is_blocked
      AND s.connected_at <= ${connectedBefore}::timestamptz
      AND NOT EXISTS (SELECT FROM connector o WHERE o.station_id = s.id AND o.received_at >= s.connected_at)
      AND NOT EXISTS (SELECT FROM command c WHERE c.station_id = s.id AND c.idempotency_key = k.key)
    ORDER BY s.id LIMIT ${PER_ROUND_MAX}`;
  for (const { identity, key } of silent) {
    const command = { type: "TriggerMessage", message: "StatusNotification" } as const;
    await requestCommand(ctx, { identity, command, idempotencyKey: key });
  }
  return silent.length;
}
