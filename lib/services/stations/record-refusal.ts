import { CHANNELS, type ServiceContext } from "../context";

export type Refusal = {
  readonly identity: string;
  readonly reason: string;
  readonly remoteAddress: string | null;
  readonly offeredProtocols: string | null;
  readonly count: number;
  readonly at: Date;
};

/** Scanners make up identities without end; past this many groups only known ones are counted on. */
export const REFUSAL_GROUPS_MAX = 10_000;

/**
 * Stores refused handshakes, grouped by identity and reason; unknown identities become the inbox. One that an
 * operator said no to is counted on, and announced no more. Many in one statement.
 */
export async function recordRefusals(ctx: ServiceContext, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return;
  await ctx.db.$executeRaw`
    WITH input AS (
      SELECT * FROM unnest(${refusals.map((refusal) => refusal.identity)}::text[],
        ${refusals.map((refusal) => refusal.reason)}::text[],
        ${refusals.map((refusal) => refusal.remoteAddress)}::text[],
        ${refusals.map((refusal) => refusal.offeredProtocols)}::text[],
        ${refusals.map((refusal) => refusal.count)}::int[],
        ${refusals.map((refusal) => refusal.at.toISOString())}::timestamptz[])
        AS t(identity, reason, remote_address, offered_protocols, count, at)
      WHERE ((SELECT count(*) FROM handshake_refusal) < ${REFUSAL_GROUPS_MAX}
        OR EXISTS (SELECT FROM handshake_refusal r WHERE r.identity = t.identity AND r.reason = t.reason))
        -- Adopted between its knock and this flush: it is not unknown any more.
        AND NOT (t.reason = 'UnknownIdentity' AND EXISTS (SELECT FROM station s WHERE s.identity = t.identity))
    ), stored AS (
      INSERT INTO handshake_refusal (identity, reason, remote_address, offered_protocols, count, first_at, last_at)
      SELECT identity, reason, remote_address, offered_protocols, count, at, at FROM input
      ON CONFLICT (identity, reason) DO UPDATE SET remote_address = excluded.remote_address,
        offered_protocols = excluded.offered_protocols, last_at = excluded.last_at,
        count = handshake_refusal.count + excluded.count
      RETURNING identity, reason, remote_address, last_at, count, dismissed_at
    ), announced AS (
      INSERT INTO outbox (at, event)
      SELECT last_at, jsonb_build_object('type', 'HandshakeRefused', 'identity', identity, 'reason', reason,
        'remoteAddress', remote_address, 'at', to_char(last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'count', count)
      FROM stored WHERE dismissed_at IS NULL
    )
    SELECT pg_notify(${CHANNELS.outbox}, '')`;
}
