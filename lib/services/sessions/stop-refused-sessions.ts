import { requestCommand } from "../commands/request-command";
import type { ServiceContext } from "../context";
import { ServiceError } from "../errors";

/** A station that obeys has ended the session by then, or told the end that it had kept. */
const PATIENCE_SECONDS = 60;
const PER_ROUND_MAX = 100;

/**
 * Tells stations of a gateway to stop what they were answered not to start: some go on charging a card that was
 * refused (quirk E18). Once for each session, so it is safe to repeat. Returns how many were told.
 */
export async function stopRefusedSessions(ctx: ServiceContext, gatewayId: string): Promise<number> {
  const startedBefore = new Date(ctx.now().getTime() - PATIENCE_SECONDS * 1000).toISOString();
  const refused = await ctx.db.$queryRaw<{ id: number; identity: string; key: string }[]>`
    SELECT c.id, s.identity, k.key
    FROM charging_session c JOIN station s ON s.id = c.station_id, LATERAL (SELECT 'refused:' || c.id AS key) k
    WHERE c.phase = 'Active' AND c."authorization" <> 'Accepted' AND s.gateway_id = ${gatewayId}
      AND s.registered_status = 'Accepted' AND NOT s.is_blocked AND c.start_received_at <= ${startedBefore}::timestamptz
      AND NOT EXISTS (SELECT FROM command o WHERE o.station_id = s.id AND o.idempotency_key = k.key)
    ORDER BY c.id LIMIT ${PER_ROUND_MAX}`;
  let told = 0;
  for (const { id, identity, key } of refused) {
    const command = { type: "RemoteStop", sessionId: id } as const;
    try {
      await requestCommand(ctx, { identity, command, idempotencyKey: key });
      told += 1;
    } catch (error) {
      // It has ended between the look and the command.
      if (!(error instanceof ServiceError)) throw error;
    }
  }
  return told;
}
