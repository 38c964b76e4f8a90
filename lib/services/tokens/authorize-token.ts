import { localDay } from "@/lib/domain/local-day";
import { type Authorization, authorize, type KnownToken, type TokenUse, tokenKey } from "@/lib/domain/token";
import { strangerAccepted, unknownTokenPolicy } from "@/lib/domain/unknown-tokens";
import type { ServiceContext } from "../context";
import { type KeepStrangers, recordUnknownTokens, type Stranger } from "./record-unknown-tokens";

export type AuthorizationAsk = {
  readonly stationId: number;
  /** Where the token is about to start; null when it is only presented, which concurrency does not concern. */
  readonly evse: number | null;
  readonly uid: string;
  readonly type: string;
  /** False where it is told in the middle or at the end of a session, which limits do not concern any more. */
  readonly isToStart: boolean;
};

type Row = {
  n: number;
  status: string | null;
  group_id: string | null;
  valid_from: Date | null;
  expires_at: Date | null;
  concurrent_max: number | null;
  sessions_per_day_max: number | null;
  group_status: string | null;
  group_expires_at: Date | null;
  elsewhere: number;
  /** When its sessions of the last day and a bit began, epoch milliseconds; asked for where the day's are limited. */
  started: number[] | null;
  is_vouched: boolean;
  unknown_tokens: string | null;
  time_zone: string | null;
};

/** A remote start vouches for its token this long, known or not: the operator chose it. */
const VOUCHED_MINUTES = 10;
/** The longest day there is. */
const DAY_HOURS_MAX = 25;

/**
 * Decides about tokens, many in one query; the answers are in the order of the asks. Tokens that nobody knows are
 * kept for the operators to see, in a statement of their own.
 */
export async function authorizeTokens(
  ctx: ServiceContext,
  asks: readonly AuthorizationAsk[],
): Promise<readonly Authorization[]> {
  if (asks.length === 0) return [];
  const now = ctx.now();
  const rows = await readTokens(ctx, asks, now);
  const byIndex = new Map(rows.map((row) => [row.n - 1, row]));
  const strangers: Stranger[] = [];
  const answers = asks.map((ask, index): Authorization => {
    const row = byIndex.get(index);
    if (row === undefined) return authorize(null, now);
    if (row.status !== null) return authorize(knownToken(row, row.status), now, useOf(row, now));
    if (row.is_vouched) return authorize(STRANGER, now, useOf(row, now));
    const keeping = unknownTokenPolicy(row.unknown_tokens);
    const answer = keeping === "Refuse" ? authorize(null, now) : acceptStranger(row, now);
    if (ask.isToStart) strangers.push({ ...ask, keeping: kept(keeping), isAccepted: answer.status === "Accepted" });
    return answer;
  });
  await recordUnknownTokens(ctx, strangers);
  return answers;
}

function readTokens(ctx: ServiceContext, asks: readonly AuthorizationAsk[], now: Date): Promise<Row[]> {
  const before = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  const vouchedSince = before(VOUCHED_MINUTES * 60_000);
  const dayAgo = before(DAY_HOURS_MAX * 3_600_000);
  return ctx.db.$queryRaw<Row[]>`
    SELECT a.n::int AS n, t.status, t.group_id, t.valid_from, t.expires_at, t.concurrent_max, t.sessions_per_day_max,
      g.status AS group_status, g.expires_at AS group_expires_at, si.unknown_tokens, si.time_zone,
      CASE WHEN a.evse IS NULL THEN 0 ELSE (
        SELECT count(*) FROM charging_session s WHERE s.token_key = a.key AND s.phase = 'Active'
          AND NOT (s.station_id = a.station_id AND s.evse = a.evse))::int END AS elsewhere,
      CASE WHEN t.sessions_per_day_max IS NULL OR NOT a.is_to_start THEN NULL ELSE ARRAY(
        SELECT (extract(epoch FROM s.started_at) * 1000)::float8 FROM charging_session s
        WHERE s.token_key = a.key AND s.started_at > ${dayAgo}::timestamptz
          AND coalesce(s.authorization, 'Accepted') = 'Accepted'
          -- Presented again where it charges, it is about to stop, or the start is said a second time.
          AND NOT (s.phase = 'Active' AND s.station_id = a.station_id AND (a.evse IS NULL OR s.evse = a.evse))
      ) END AS started,
      t.id IS NULL AND EXISTS (
        SELECT FROM command c WHERE c.station_id = a.station_id AND c.name = 'RemoteStart'
          AND c.created_at > ${vouchedSince}::timestamptz AND lower(c.request->>'tokenUid') = a.key) AS is_vouched
    FROM unnest(${asks.map((ask) => ask.stationId)}::int[], ${asks.map((ask) => ask.evse)}::int[],
      ${asks.map((ask) => tokenKey(ask.uid))}::text[], ${asks.map((ask) => ask.isToStart)}::boolean[])
      WITH ORDINALITY AS a(station_id, evse, key, is_to_start, n)
    LEFT JOIN token t ON t.uid_key = a.key
    LEFT JOIN token_group g ON g.uid_key = lower(t.group_id)
    LEFT JOIN station st ON st.id = a.station_id
    LEFT JOIN site si ON si.id = st.site_id`;
}

function knownToken(row: Row, status: string): KnownToken {
  return {
    status,
    groupId: row.group_id,
    validFrom: row.valid_from,
    expiresAt: row.expires_at,
    group: row.group_status === null ? null : { status: row.group_status, expiresAt: row.group_expires_at },
    concurrentMax: row.concurrent_max,
    sessionsPerDayMax: row.sessions_per_day_max,
  };
}

/** Who is let in without being known charges once at a time, like a new card. */
const STRANGER: KnownToken = {
  status: "Accepted",
  groupId: null,
  validFrom: null,
  expiresAt: null,
  group: null,
  concurrentMax: 1,
  sessionsPerDayMax: null,
};

function acceptStranger(row: Row, now: Date): Authorization {
  const answer = authorize(STRANGER, now, useOf(row, now));
  return answer.status === "Accepted" ? strangerAccepted(now) : answer;
}

const kept = (policy: ReturnType<typeof unknownTokenPolicy>): KeepStrangers =>
  policy === "AcceptAndKeep" ? "AsToken" : "AsUnknown";

function useOf({ elsewhere, started, time_zone }: Row, now: Date): TokenUse {
  if (started === null) return { openElsewhere: elsewhere, startedToday: 0, dayEndsAt: null };
  const { startsAt, endsAt } = localDay(now, time_zone ?? "UTC");
  const startedToday = started.filter((at) => at >= startsAt.getTime()).length;
  return { openElsewhere: elsewhere, startedToday, dayEndsAt: endsAt };
}
