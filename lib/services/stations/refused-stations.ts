import type { RefusedStation } from "@/lib/domain/health-view";
import { type KnownIdentity, type LookAlike, lookAlike } from "@/lib/domain/look-alike";
import type { ServiceContext } from "../context";
import { aliveSince, readConnectivity } from "./connectivity";

/** Comparing is quick, but a flood of made-up identities is long. */
const COMPARED_MAX = 50;
const NEIGHBOURS_MAX = 3;

/** The stations that have one of these identities. */
export async function readRefusedStations(
  ctx: ServiceContext,
  identities: readonly string[],
): Promise<ReadonlyMap<string, RefusedStation>> {
  const rows = await ctx.db.station.findMany({ where: { identity: { in: [...identities] } } });
  const connectivityOf = await readConnectivity(ctx.db, rows, ctx.now());
  return new Map(
    rows.map((row) => [
      row.identity,
      {
        connectivity: connectivityOf(row),
        isBlocked: row.isBlocked,
        securityProfile: row.securityProfile,
        minSecurityProfile: row.minSecurityProfile,
        pinnedVersion: row.pinnedVersion,
        passwordSetAt: row.passwordSetAt?.toISOString() ?? null,
        connectedAt: row.connectedAt?.toISOString() ?? null,
      },
    ]),
  );
}

/** For identities nobody has, the known one that was meant. */
export async function readLookAlikes(
  ctx: ServiceContext,
  unknown: readonly string[],
): Promise<ReadonlyMap<string, LookAlike>> {
  if (unknown.length === 0) return new Map();
  const since = aliveSince(ctx.now()).toISOString();
  const known = await ctx.db.$queryRaw<KnownIdentity[]>`
    SELECT s.identity, EXISTS (SELECT FROM gateway g WHERE g.id = s.gateway_id AND g.stopped_at IS NULL
      AND g.beat_at >= ${since}::timestamptz) AS "isConnected"
    FROM station s`;
  const found = unknown.slice(0, COMPARED_MAX).map((identity) => [identity, lookAlike(identity, known)] as const);
  return new Map(found.flatMap(([identity, alike]) => (alike === null ? [] : [[identity, alike]])));
}

/** Which stations last came from these addresses: behind one address there may be many. */
export async function readNeighbours(
  ctx: ServiceContext,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (addresses.length === 0) return new Map();
  const rows = await ctx.db.$queryRaw<{ address: string; identities: string[] }[]>`
    SELECT remote_address AS address, (array_agg(identity ORDER BY last_seen_at DESC NULLS LAST))[1:${NEIGHBOURS_MAX}::int] AS identities
    FROM station WHERE remote_address = ANY(${[...addresses]}::text[]) GROUP BY remote_address`;
  return new Map(rows.map(({ address, identities }) => [address, identities]));
}
