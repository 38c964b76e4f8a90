import { Prisma } from "@/lib/db/generated/client";
import { tokenKey } from "@/lib/domain/token";
import { inTransaction, type ServiceContext, type Tx } from "../context";

export type KeepStrangers = "AsUnknown" | "AsToken";

/** A card that was presented and that nobody knows. */
export type Stranger = {
  readonly stationId: number;
  readonly uid: string;
  readonly type: string;
  readonly isAccepted: boolean;
  readonly keeping: KeepStrangers;
};

/** The newest are kept: whoever presents made-up cards fills no disk. */
const KEPT_MAX = 1_000;
/** A start follows the question before it: within this time at the same station it is one presentation. */
const SAME_SECONDS = 60;
const UID_CHARS_MAX = 255;

/**
 * Keeps unknown cards for the operators to see: as unknown ones, or as cards of ours where the site wants that.
 * Safe to repeat, but for the count.
 */
export async function recordUnknownTokens(ctx: ServiceContext, strangers: readonly Stranger[]): Promise<void> {
  const told = oneEach(strangers.filter(({ uid }) => uid.trim() !== "" && uid.length <= UID_CHARS_MAX));
  if (told.length === 0) return;
  await inTransaction(ctx, async ({ tx, audit }) => {
    const adopted = told.filter(({ keeping, isAccepted }) => keeping === "AsToken" && isAccepted);
    if (adopted.length > 0) {
      for (const { uid, identity } of await keepAsTokens(tx, adopted, ctx.now())) {
        await audit("KeepUnknownToken", `token:${uid}`, { station: identity });
      }
    }
    await keepAsUnknown(
      tx,
      told.filter((stranger) => !adopted.includes(stranger)),
      ctx.now(),
    );
  });
}

/** In one order, so that two batches never wait for each other. */
function oneEach(strangers: readonly Stranger[]): readonly Stranger[] {
  const byKey = new Map(strangers.map((stranger) => [tokenKey(stranger.uid), stranger]));
  return [...byKey.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, stranger]) => stranger);
}

async function keepAsTokens(
  tx: Tx,
  strangers: readonly Stranger[],
  now: Date,
): Promise<readonly { readonly uid: string; readonly identity: string }[]> {
  return tx.$queryRaw<{ uid: string; identity: string }[]>`
    WITH told AS (${columns(strangers)}), kept AS (
      INSERT INTO token (uid, uid_key, type, label, created_at, updated_at)
      SELECT t.uid, t.key, left(t.type, 20), 'seen at ' || s.identity || ', ' || ${now.toISOString().slice(0, 10)},
        ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
      FROM told t JOIN station s ON s.id = t.station_id ORDER BY t.key
      ON CONFLICT (uid_key) DO NOTHING RETURNING uid, uid_key
    ), forgotten AS (
      DELETE FROM unknown_token u USING kept k WHERE u.uid_key = k.uid_key
    )
    SELECT k.uid, s.identity FROM kept k JOIN told t ON t.key = k.uid_key JOIN station s ON s.id = t.station_id`;
}

async function keepAsUnknown(tx: Tx, strangers: readonly Stranger[], now: Date): Promise<void> {
  if (strangers.length === 0) return;
  const at = now.toISOString();
  await tx.$executeRaw`
    WITH told AS (${columns(strangers)})
    INSERT INTO unknown_token AS u (uid_key, uid, type, station_id, is_accepted, first_at, last_at)
    SELECT t.key, t.uid, t.type, s.id, t.is_accepted, ${at}::timestamptz, ${at}::timestamptz
    FROM told t JOIN station s ON s.id = t.station_id ORDER BY t.key
    ON CONFLICT (uid_key) DO UPDATE SET uid = excluded.uid, type = excluded.type, station_id = excluded.station_id,
      is_accepted = excluded.is_accepted, last_at = excluded.last_at,
      count = u.count + CASE WHEN u.station_id = excluded.station_id
        AND excluded.last_at < u.last_at + ${SAME_SECONDS} * interval '1 second' THEN 0 ELSE 1 END`;
  await tx.$executeRaw`
    DELETE FROM unknown_token WHERE uid_key IN (
      SELECT uid_key FROM unknown_token ORDER BY last_at DESC, uid_key OFFSET ${KEPT_MAX}
      FOR UPDATE SKIP LOCKED)`;
}

const columns = (strangers: readonly Stranger[]): Prisma.Sql => Prisma.sql`
  SELECT * FROM unnest(${strangers.map(({ uid }) => tokenKey(uid))}::text[], ${strangers.map(({ uid }) => uid)}::text[],
    ${strangers.map(({ type }) => type)}::text[], ${strangers.map(({ stationId }) => stationId)}::int[],
    ${strangers.map(({ isAccepted }) => isAccepted)}::boolean[]) AS t(key, uid, type, station_id, is_accepted)`;
