import { limitDecision } from "@/lib/domain/energy-limit";
import { requestCommand } from "../commands/request-command";
import type { ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { aliveSince } from "../stations/connectivity";

type Row = {
  id: number;
  identity: string;
  epoch: number;
  energy_wh: number | null;
  limit_wh: number | null;
  is_connected: boolean;
  is_asked: boolean;
};

/** Who asks: with the key below, what makes a stop the same stop in the books. */
const ENERGY_LIMIT = { kind: "system", id: "energy-limit", name: "Energy limit" } as const;
const STOPS_MAX = 100;

/**
 * Asks the sessions that have drawn what their card may draw to stop. Returns how many. Safe to repeat and to run
 * twice at once: a session is sent one such stop, and what never left (the station was away) is asked again on its
 * next connection.
 */
export async function stopSpentSessions(ctx: ServiceContext): Promise<number> {
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT s.id, st.identity, st.connection_epoch AS epoch, s.energy_wh, t.energy_limit_wh AS limit_wh,
      coalesce(g.stopped_at IS NULL AND g.beat_at >= ${aliveSince(ctx.now()).toISOString()}::timestamptz, false)
        AS is_connected,
      EXISTS (SELECT FROM command c WHERE c.station_id = s.station_id AND c.name = 'RemoteStop'
        AND c.requested_by_id = ${ENERGY_LIMIT.id} AND c.request->'sessionId' = to_jsonb(s.id)
        AND (c.sent_at IS NOT NULL OR c.state = 'Pending')) AS is_asked
    FROM token t JOIN charging_session s ON s.token_key = t.uid_key AND s.phase = 'Active'
    JOIN station st ON st.id = s.station_id
    LEFT JOIN gateway g ON g.id = st.gateway_id
    WHERE t.energy_limit_wh IS NOT NULL AND s.energy_wh >= t.energy_limit_wh AND NOT st.is_blocked
    LIMIT ${STOPS_MAX}`;
  const spent = rows.filter(
    (row) =>
      limitDecision({
        phase: "Active",
        energyWh: row.energy_wh,
        limitWh: row.limit_wh,
        isConnected: row.is_connected,
        isAsked: row.is_asked,
      }) === "Stop",
  );
  let asked = 0;
  for (const row of spent) asked += (await askToStop(ctx, row)) ? 1 : 0;
  return asked;
}

async function askToStop(ctx: ServiceContext, { id, identity, epoch }: Row): Promise<boolean> {
  try {
    await requestCommand(
      { ...ctx, actor: ENERGY_LIMIT },
      { identity, command: { type: "RemoteStop", sessionId: id }, idempotencyKey: `session:${id}:${epoch}` },
    );
    return true;
  } catch (error) {
    // It ended by itself a moment ago, or its station was removed: there is nothing to stop any more.
    if (error instanceof ServiceError) return false;
    throw error;
  }
}
