import type { UnstartedSession } from "@/lib/domain/unstarted-session";
import { requirePermission, type ServiceContext } from "../context";

/** A start may be slow; after this it is missing (1.6 ConnectionTimeOut is a minute or two). */
const UNHEARD_AFTER_MS = 5 * 60_000;
const STARTS_LOOKED_AT_MS = 24 * 3_600_000;
const ROWS_MAX = 200;

type Row = Omit<UnstartedSession, "since" | "why"> & { readonly since: Date; readonly why: UnstartedSession["why"] };

/**
 * Connectors that have said for five minutes that they charge while no session is known there, and accepted remote
 * starts of the last day after which none began. Oldest first; at most 200 of each.
 */
export async function listUnstarted(ctx: ServiceContext): Promise<readonly UnstartedSession[]> {
  requirePermission(ctx, "read");
  const now = ctx.now().getTime();
  const unheard = new Date(now - UNHEARD_AFTER_MS).toISOString();
  const rows = await ctx.db.$queryRaw<Row[]>`
    (SELECT st.identity, c.evse, c.connector, 'ChargingUnheard' AS why, c.received_at AS since,
      NULL AS "tokenUid", NULL AS "commandId"
    FROM connector c JOIN station st ON st.id = c.station_id
    WHERE c.occupancy IN ('Charging', 'SuspendedEV', 'SuspendedEVSE') AND c.received_at < ${unheard}::timestamptz
      AND c.evse > 0 AND st.gateway_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM charging_session s
        WHERE s.station_id = c.station_id AND s.evse IN (0, c.evse) AND s.phase = 'Active')
    ORDER BY c.received_at LIMIT ${ROWS_MAX})
    UNION ALL
    (SELECT st.identity, (m.request->>'evse')::int, NULL, 'StartUnheard', COALESCE(m.answered_at, m.created_at),
      m.request->>'tokenUid', m.id::text
    FROM command m JOIN station st ON st.id = m.station_id
    WHERE m.name = 'RemoteStart' AND m.state IN ('WaitingForEffect', 'NoEffect') AND m.session_id IS NULL
      AND m.created_at BETWEEN ${new Date(now - STARTS_LOOKED_AT_MS).toISOString()}::timestamptz AND ${unheard}::timestamptz
      AND NOT EXISTS (SELECT FROM charging_session s WHERE s.station_id = m.station_id
        AND s.evse = (m.request->>'evse')::int AND s.start_received_at >= m.created_at)
    ORDER BY m.created_at LIMIT ${ROWS_MAX})
    ORDER BY since`;
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}
