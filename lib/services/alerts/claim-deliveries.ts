import type { ServiceContext } from "../context";

export type ClaimedDelivery = {
  readonly id: string;
  readonly routeId: number;
  /** Null of a test. */
  readonly alertId: number | null;
  readonly event: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly channel: string;
  readonly target: string;
  readonly secret: string | null;
};

/** Longer than any try takes: one that a crash cut off is tried again after it. */
const LEASE_SECONDS = 60;

/**
 * Takes messages that are due, each for one try: `perRoute` of each route but those in `busyRoutes`, the oldest first.
 * Another gateway that asks at the same moment gets others. A route that is off is not told, but can be tested.
 */
export async function claimDeliveries(
  ctx: ServiceContext,
  { perRoute, busyRoutes }: { readonly perRoute: number; readonly busyRoutes: readonly number[] },
): Promise<readonly ClaimedDelivery[]> {
  const now = ctx.now().toISOString();
  return ctx.db.$queryRaw<ClaimedDelivery[]>`
    WITH due AS (
      SELECT picked.id FROM alert_route r CROSS JOIN LATERAL (
        SELECT d.id FROM alert_delivery d
        WHERE d.route_id = r.id AND d.state = 'Pending' AND d.due_at <= ${now}::timestamptz
          AND (r.is_on OR d.event = 'Test')
        ORDER BY d.due_at LIMIT ${perRoute} FOR UPDATE SKIP LOCKED
      ) picked
      WHERE r.id <> ALL(${[...busyRoutes]}::int[])
    )
    UPDATE alert_delivery d SET attempts = d.attempts + 1,
      due_at = ${now}::timestamptz + ${LEASE_SECONDS} * interval '1 second'
    FROM due, alert_route r WHERE d.id = due.id AND r.id = d.route_id
    RETURNING d.id, d.route_id AS "routeId", d.alert_id AS "alertId", d.event, d.payload, d.attempts, d.created_at AS "createdAt",
      r.channel, r.target, r.secret`;
}
