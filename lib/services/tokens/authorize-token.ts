import { type Authorization, authorize, tokenKey } from "@/lib/domain/token";
import type { ServiceContext } from "../context";

export type AuthorizationAsk = {
  readonly stationId: number;
  /** Where the token is about to start; null when it is only presented (Authorize), which concurrency does not concern. */
  readonly evse: number | null;
  readonly uid: string;
};

type Row = {
  n: number;
  status: string | null;
  group_id: string | null;
  expires_at: Date | null;
  elsewhere: number;
  is_vouched: boolean;
};

/** A remote start vouches for its token this long, known or not: the operator chose it. */
const VOUCHED_MINUTES = 10;

/** Decides about tokens, many in one query; the answers are in the order of the asks. */
export async function authorizeTokens(
  ctx: ServiceContext,
  asks: readonly AuthorizationAsk[],
): Promise<readonly Authorization[]> {
  if (asks.length === 0) return [];
  const now = ctx.now();
  const vouchedSince = new Date(now.getTime() - VOUCHED_MINUTES * 60_000).toISOString();
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT a.n::int AS n, t.status, t.group_id, t.expires_at,
      CASE WHEN a.evse IS NULL THEN 0 ELSE (
        SELECT count(*) FROM charging_session s WHERE s.token_key = a.key AND s.phase = 'Active'
          AND NOT (s.station_id = a.station_id AND s.evse = a.evse))::int END AS elsewhere,
      t.id IS NULL AND EXISTS (
        SELECT FROM command c WHERE c.station_id = a.station_id AND c.name = 'RemoteStart'
          AND c.created_at > ${vouchedSince}::timestamptz AND lower(c.request->>'tokenUid') = a.key) AS is_vouched
    FROM unnest(${asks.map((ask) => ask.stationId)}::int[], ${asks.map((ask) => ask.evse)}::int[],
      ${asks.map((ask) => ask.uid)}::text[], ${asks.map((ask) => tokenKey(ask.uid))}::text[])
      WITH ORDINALITY AS a(station_id, evse, uid, key, n)
    LEFT JOIN token t ON t.uid_key = a.key`;
  const byIndex = new Map(rows.map((row) => [row.n - 1, row]));
  return asks.map((_, index) => decide(byIndex.get(index), now));
}

function decide(row: Row | undefined, now: Date): Authorization {
  if (row === undefined) return authorize(null, now);
  if (row.status !== null) {
    const token = { status: row.status, groupId: row.group_id, expiresAt: row.expires_at };
    return authorize(token, now, row.elsewhere);
  }
  if (!row.is_vouched) return authorize(null, now);
  return authorize({ status: "Accepted", groupId: null, expiresAt: null }, now, row.elsewhere);
}
