import { SEVERITIES } from "@/lib/domain/alerts/alert-rule";
import type { DeliveryEvent } from "@/lib/domain/alerts/alert-view";
import type { Tx } from "../context";

/** What is told of an alert to the outside. */
export type Told = Exclude<DeliveryEvent, "Test">;

/**
 * Writes what is to be told of these alerts, one row for each route that wants it: in the commit of what is told, so
 * nothing is told that did not happen. That an alert is over is told to those who were told that it began.
 */
export async function placeDeliveries(tx: Tx, event: Told, alertIds: readonly number[], now: Date): Promise<void> {
  if (alertIds.length === 0) return;
  const at = now.toISOString();
  await tx.$executeRaw`
    INSERT INTO alert_delivery (id, route_id, alert_id, event, payload, created_at, due_at)
    SELECT gen_random_uuid(), r.id, a.id, ${event}, jsonb_build_object('event', ${event}::text, 'at', ${at}::text,
      'alert', jsonb_build_object('id', a.id, 'kind', a.kind, 'severity', a.severity, 'state', a.state,
        'cause', jsonb_build_object('type', a.cause_type, 'name', a.cause_name),
        'openedAt', to_char(a.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'resolvedAt', to_char(a.resolved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'resolveReason', a.resolve_reason, 'count', a.count, 'present', a.present,
        'concerned', COALESCE((SELECT jsonb_agg(jsonb_build_object('name', m.label, 'detail', m.detail) ORDER BY m.label)
          FROM (SELECT label, detail FROM alert_member WHERE alert_id = a.id ORDER BY label LIMIT 20) m), '[]'))),
      ${at}::timestamptz, ${at}::timestamptz
    FROM alert a JOIN alert_route r ON r.is_on
      AND array_position(${[...SEVERITIES]}::text[], a.severity) <= array_position(${[...SEVERITIES]}::text[], r.severity)
      AND (cardinality(r.kinds) = 0 OR a.kind = ANY(r.kinds))
    WHERE a.id = ANY(${[...alertIds]}::int[]) AND (${event} <> 'Resolved' OR (r.tells_resolved
      AND EXISTS (SELECT FROM alert_delivery d WHERE d.route_id = r.id AND d.alert_id = a.id)))`;
}
