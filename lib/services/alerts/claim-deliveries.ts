import type { ServiceContext } from "../context";

export type ClaimedDelivery = {
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly channel: string;
  readonly target: string;
  readonly secret: string | null;
};

const PER_ROUND = 20;
/** Longer than any try takes: one that a crash cut off is tried again after it. */
const LEASE_SECONDS = 60;

/** Takes the messages that are due, each for one try. Another gateway that asks at the same moment gets others. */
export async function claimDeliveries(ctx: ServiceContext): Promise<readonly ClaimedDelivery[]> {
  const now = ctx.now().toISOString();
  return ctx.db.$queryRaw<ClaimedDelivery[]>`
    WITH due AS (
      SELECT id FROM alert_delivery WHERE state = 'Pending' AND due_at <= ${now}::timestamptz
      ORDER BY due_at LIMIT ${PER_ROUND} FOR UPDATE SKIP LOCKED
    )
    UPDATE alert_delivery d SET attempts = d.attempts + 1,
      due_at = ${now}::timestamptz + ${LEASE_SECONDS} * interval '1 second'
    FROM due, alert_route r WHERE d.id = due.id AND r.id = d.route_id
    RETURNING d.id, d.event, d.payload, d.attempts, d.created_at AS "createdAt", r.channel, r.target, r.secret`;
}
