import { requestCommand } from "../commands/request-command";
import type { ServiceContext } from "../context";

/** A station that boots does so at once. */
const PATIENCE_SECONDS = 15;
const PER_ROUND_MAX = 100;

/**
 * Asks for their boot those stations of a gateway that were never registered here and say nothing of one by themselves:
 * moved from another system they see no reason to, and 2.x stations get no other call served (B02.FR.09). Once for each
 * connection, so it is safe to repeat. Returns how many were asked.
 */
export async function askForBoots(ctx: ServiceContext, gatewayId: string): Promise<number> {
  const connectedBefore = new Date(ctx.now().getTime() - PATIENCE_SECONDS * 1000).toISOString();
  const unregistered = await ctx.db.$queryRaw<{ identity: string; key: string }[]>`
    SELECT s.identity, k.key
    FROM station s, LATERAL (SELECT 'boot:' || s.id || ':' || s.connection_epoch AS key) k
    WHERE s.gateway_id = ${gatewayId} AND s.registered_status IS NULL AND NOT s.is_blocked
      AND s.connected_at <= ${connectedBefore}::timestamptz
      AND NOT EXISTS (SELECT FROM command c WHERE c.station_id = s.id AND c.idempotency_key = k.key)
    ORDER BY s.id LIMIT ${PER_ROUND_MAX}`;
  for (const { identity, key } of unregistered) {
    const command = { type: "TriggerMessage", message: "BootNotification" } as const;
    await requestCommand(ctx, { identity, command, idempotencyKey: key });
  }
  return unregistered.length;
}
