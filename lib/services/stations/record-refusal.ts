import type { NamedRefusal, NamelessRefusal } from "@/lib/domain/refusal";
import { CHANNELS, inTransaction, type ServiceContext, type Tx } from "../context";

type Told = {
  /** Says more of it: the path that was dialled, OpenSSL's word. */
  readonly detail: string | null;
  readonly count: number;
  readonly at: Date;
};

export type Refusal = Told & {
  readonly identity: string;
  readonly reason: NamedRefusal;
  readonly remoteAddress: string | null;
  readonly offeredProtocols: string | null;
};

/** A handshake that ended before there was an identity. */
export type NamelessFailure = Told & { readonly reason: NamelessRefusal; readonly source: string };

/**
 * Scanners make up identities and have addresses without end. Of unknown identities, and of addresses, this many
 * groups are kept: those that came last, and those an operator has decided on. Known stations have at most one
 * group per reason.
 */
export const REFUSAL_GROUPS_MAX = { unknown: 10_000, nameless: 5_000 } as const;

/** One storm must not fill the outbox; a page that is told of a part reads the rest. */
const ANNOUNCED_MAX = 100;

/** Without an identity nobody can come in; after so long a silence a new try is a new matter. */
const SILENT_HOURS = 24;

/**
 * Stores refused and broken handshakes, grouped; unknown identities become the inbox. A group begins anew once its
 * station has come in. One that an operator said no to is counted on, and announced no more. Many in one statement.
 */
export async function recordRefusals(
  ctx: ServiceContext,
  { named, nameless }: { readonly named: readonly Refusal[]; readonly nameless: readonly NamelessFailure[] },
): Promise<void> {
  if (named.length === 0 && nameless.length === 0) return;
  await inTransaction(ctx, async ({ tx }) => {
    if (named.length > 0) await storeNamed(tx, named);
    if (nameless.length > 0) await storeNameless(tx, nameless);
    await forgetOldest(tx);
    await tx.$executeRaw`SELECT pg_notify(${CHANNELS.outbox}, '')`;
  });
}

async function storeNamed(tx: Tx, refusals: readonly Refusal[]): Promise<void> {
  await tx.$executeRaw`
    WITH input AS (
      SELECT * FROM unnest(${refusals.map((refusal) => refusal.identity)}::text[],
        ${refusals.map((refusal) => refusal.reason)}::text[],
        ${refusals.map((refusal) => refusal.remoteAddress)}::text[],
        ${refusals.map((refusal) => refusal.offeredProtocols)}::text[],
        ${refusals.map((refusal) => refusal.detail)}::text[],
        ${refusals.map((refusal) => refusal.count)}::int[],
        ${refusals.map((refusal) => refusal.at.toISOString())}::timestamptz[])
        AS t(identity, reason, remote_address, offered_protocols, detail, count, at)
      -- Adopted between its knock and this flush: it is not unknown any more.
      WHERE NOT (t.reason = 'UnknownIdentity' AND EXISTS (SELECT FROM station s WHERE s.identity = t.identity))
    ), stored AS (
      INSERT INTO handshake_refusal AS r
        (identity, reason, remote_address, offered_protocols, detail, count, first_at, last_at, episode_count, episode_at)
      SELECT identity, reason, remote_address, offered_protocols, detail, count, at, at, count, at FROM input
      ORDER BY identity, reason
      ON CONFLICT (identity, reason) DO UPDATE SET remote_address = excluded.remote_address,
        offered_protocols = excluded.offered_protocols, detail = excluded.detail, last_at = excluded.last_at,
        count = r.count + excluded.count,
        (episode_count, episode_at, dismissed_at) = (
          SELECT CASE WHEN anew THEN excluded.count ELSE r.episode_count + excluded.count END,
            CASE WHEN anew THEN excluded.first_at ELSE r.episode_at END,
            CASE WHEN anew THEN NULL ELSE r.dismissed_at END
          FROM (SELECT EXISTS (SELECT FROM station s WHERE s.identity = r.identity AND s.connected_at > r.last_at))
            AS since(anew))
      RETURNING identity, reason, remote_address, last_at, count, dismissed_at, blocked_at
    )
    INSERT INTO outbox (at, event)
    SELECT last_at, jsonb_build_object('type', 'HandshakeRefused', 'identity', identity, 'reason', reason,
      'remoteAddress', remote_address, 'at', to_char(last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'count', count)
    FROM stored WHERE dismissed_at IS NULL AND blocked_at IS NULL LIMIT ${ANNOUNCED_MAX}`;
}

async function storeNameless(tx: Tx, failures: readonly NamelessFailure[]): Promise<void> {
  await tx.$executeRaw`
    WITH input AS (
      SELECT * FROM unnest(${failures.map((failure) => failure.source)}::text[],
        ${failures.map((failure) => failure.reason)}::text[],
        ${failures.map((failure) => failure.detail)}::text[],
        ${failures.map((failure) => failure.count)}::int[],
        ${failures.map((failure) => failure.at.toISOString())}::timestamptz[])
        AS t(source, reason, detail, count, at)
    ), stored AS (
      INSERT INTO handshake_refusal AS r
        (source, remote_address, reason, detail, count, first_at, last_at, episode_count, episode_at)
      SELECT source, source, reason, detail, count, at, at, count, at FROM input ORDER BY source, reason
      ON CONFLICT (source, reason) DO UPDATE SET detail = excluded.detail, last_at = excluded.last_at,
        count = r.count + excluded.count,
        (episode_count, episode_at, dismissed_at) = (
          SELECT CASE WHEN anew THEN excluded.count ELSE r.episode_count + excluded.count END,
            CASE WHEN anew THEN excluded.first_at ELSE r.episode_at END,
            CASE WHEN anew THEN NULL ELSE r.dismissed_at END
          FROM (SELECT excluded.last_at > r.last_at + make_interval(hours => ${SILENT_HOURS}::int)) AS since(anew))
      RETURNING source, reason, last_at, count, dismissed_at
    )
    INSERT INTO outbox (at, event)
    SELECT last_at, jsonb_build_object('type', 'HandshakeBroken', 'remoteAddress', source, 'reason', reason,
      'at', to_char(last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'count', count)
    FROM stored WHERE dismissed_at IS NULL LIMIT ${ANNOUNCED_MAX}`;
}

/** What an operator has decided on stays: there is only as much of it as people do. */
async function forgetOldest(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM handshake_refusal WHERE id IN (
      (SELECT id FROM handshake_refusal
       WHERE reason = 'UnknownIdentity' AND dismissed_at IS NULL AND blocked_at IS NULL
       ORDER BY last_at DESC, id DESC OFFSET ${REFUSAL_GROUPS_MAX.unknown})
      UNION ALL
      (SELECT id FROM handshake_refusal WHERE source IS NOT NULL AND dismissed_at IS NULL
       ORDER BY last_at DESC, id DESC OFFSET ${REFUSAL_GROUPS_MAX.nameless}))`;
}
