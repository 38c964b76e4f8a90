import type { ServiceContext } from "../context";

const DAY_MS = 86_400_000;
const ALERT_DAYS = 400;
const DELIVERY_DAYS = 90;
const ROUND_MAX = 2_000;

/**
 * Deletes alerts that were over 400 days ago, with their journals, and what became of messages 90 days ago: a part of
 * them in each call. What was dismissed by hand and is still so is kept. Returns how many rows went. Safe to repeat.
 */
export async function forgetAlerts(ctx: ServiceContext): Promise<number> {
  const before = (days: number): string => new Date(ctx.now().getTime() - days * DAY_MS).toISOString();
  const deliveries = await ctx.db.$executeRaw`
    DELETE FROM alert_delivery WHERE id IN (SELECT id FROM alert_delivery
      WHERE state <> 'Pending' AND settled_at < ${before(DELIVERY_DAYS)}::timestamptz LIMIT ${ROUND_MAX})`;
  const alerts = await ctx.db.$executeRaw`
    DELETE FROM alert WHERE id IN (SELECT a.id FROM alert a
      WHERE a.state = 'Resolved' AND a.resolved_at < ${before(ALERT_DAYS)}::timestamptz
        AND NOT EXISTS (SELECT FROM alert_member m WHERE m.alert_id = a.id AND m.is_dismissed)
      LIMIT ${ROUND_MAX})`;
  return deliveries + alerts;
}
