import { fitting } from "@/lib/domain/local-list-sync";
import { type CommandState, isSettled } from "@/lib/domain/station-command";
import type { ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { aliveSince } from "../stations/connectivity";
import { digestOfWanted } from "./held-entries";
import { syncLocalList } from "./sync-local-list";
import { readListLimits, readWantedList } from "./wanted-list";

type Row = {
  id: number;
  identity: string;
  site_id: number;
  booted_at: Date | null;
  state: string | null;
  digest: string | null;
  is_proven: boolean;
  tried_at: Date | null;
  checked_at: Date | null;
  step_state: CommandState | null;
};

const BY_ITSELF = { kind: "system", id: "card-lists", name: "Card lists" } as const;
/** Cards are changed by the web app's clock, lists are sent by the gateway's. */
const CLOCKS_APART_MS = 120_000;
/** After a sending that did not come to its end. */
const RETRY_MINUTES = 10;

/**
 * Sends their list to stations of sites that want that, where the cards have changed or a station restarted: one
 * station at a time per site, so that a mistake or a weak link is not everywhere at once. Returns how many it began.
 */
export async function syncBehindLists(ctx: ServiceContext): Promise<number> {
  const rows = await readStations(ctx);
  const idle = rows.filter(
    ({ site_id }) =>
      !rows.some((row) => row.site_id === site_id && row.step_state !== null && !isSettled(row.step_state)),
  );
  if (idle.length === 0) return 0;
  const isDue = await dueness(ctx, idle);
  const chosen = new Map<number, Row>();
  for (const row of idle) if (!chosen.has(row.site_id) && isDue(row)) chosen.set(row.site_id, row);
  let begun = 0;
  for (const { identity } of chosen.values()) begun += (await begin(ctx, identity)) ? 1 : 0;
  return begun;
}

/** Those that were tried longest ago first. */
function readStations(ctx: ServiceContext): Promise<Row[]> {
  return ctx.db.$queryRaw<Row[]>`
    SELECT st.id, st.identity, st.site_id, st.booted_at, l.state, l.digest, l.tried_at, l.checked_at,
      coalesce(l.entries_version = l.version_known, false) AS is_proven, c.state::text AS step_state
    FROM site si JOIN station st ON st.site_id = si.id
    JOIN gateway g ON g.id = st.gateway_id AND g.stopped_at IS NULL
      AND g.beat_at >= ${aliveSince(ctx.now()).toISOString()}::timestamptz
    LEFT JOIN station_local_list l ON l.station_id = st.id
    LEFT JOIN command c ON c.id = l.step_id
    WHERE si.sends_card_lists AND NOT st.is_blocked AND st.registered_status = 'Accepted'
    ORDER BY l.tried_at NULLS FIRST, st.id`;
}

async function dueness(ctx: ServiceContext, rows: readonly Row[]): Promise<(row: Row) => boolean> {
  const now = ctx.now();
  const changedAt = await cardsChangedAt(ctx, now);
  const isCurrent = (row: Row): boolean => isInSync(row) && isAfter(row.tried_at, changedAt, CLOCKS_APART_MS);
  const toCompare = rows.filter((row) => isInSync(row) && !isCurrent(row));
  const digestFor = toCompare.length === 0 ? () => null : await digestsFor(ctx, toCompare, now);
  const retryBefore = new Date(now.getTime() - RETRY_MINUTES * 60_000);
  return (row) => {
    if (isAfter(row.booted_at, row.tried_at)) return true;
    if (row.state === "Unsupported" || isCurrent(row)) return false;
    if (isInSync(row)) return row.digest !== digestFor(row.id);
    return row.tried_at === null || row.tried_at < retryBefore;
  };
}

/** Read back, and nothing under way that came to no end. */
const isInSync = (row: Row): boolean => row.state === "InSync" && row.is_proven && row.step_state === null;

/** When what the lists are to say was last another; all the cards are read only where that is news. */
async function cardsChangedAt(ctx: ServiceContext, now: Date): Promise<Date | null> {
  const at = now.toISOString();
  const [row] = await ctx.db.$queryRaw<{ at: Date | null }[]>`
    SELECT greatest(
      (SELECT max(greatest(updated_at, CASE WHEN expires_at <= ${at}::timestamptz THEN expires_at END,
        CASE WHEN valid_from <= ${at}::timestamptz THEN valid_from END)) FROM token),
      (SELECT max(greatest(updated_at, CASE WHEN expires_at <= ${at}::timestamptz THEN expires_at END))
        FROM token_group)) AS at`;
  return row?.at ?? null;
}

async function digestsFor(
  ctx: ServiceContext,
  rows: readonly Row[],
  now: Date,
): Promise<(stationId: number) => string | null> {
  const wanted = await readWantedList(ctx.db, now);
  const limitsOf = await readListLimits(
    ctx.db,
    rows.map(({ id }) => id),
  );
  const digests = new Map<number | null, string>();
  return (stationId) => {
    const limits = limitsOf(stationId);
    const digest = digests.get(limits.total) ?? digestOfWanted(fitting(wanted, limits));
    digests.set(limits.total, digest);
    return digest;
  };
}

/** A restart may have lost the list: it is asked for its version. */
const isAfter = (one: Date | null, other: Date | null, byMs = 0): boolean =>
  one !== null && (other === null || one.getTime() > other.getTime() + byMs);

async function begin(ctx: ServiceContext, identity: string): Promise<boolean> {
  try {
    await syncLocalList({ ...ctx, actor: BY_ITSELF }, identity);
    return true;
  } catch (error) {
    // It went away, or was blocked, a moment ago.
    if (error instanceof ServiceError) return false;
    throw error;
  }
}
