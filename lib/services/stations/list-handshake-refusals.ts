import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { type HandshakeRefusalView, REFUSAL_STATES, type RefusalState } from "@/lib/domain/health-view";
import { requirePermission, type ServiceContext } from "../context";
import { decodeCursor, instantAndId, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { readLookAlikes, readNeighbours, readRefusedStations } from "./refused-stations";

export const listHandshakeRefusalsInput = z.object({
  state: z.enum(REFUSAL_STATES).optional(),
  identity: z.string().min(1).max(255).optional(),
  ...pageFields,
});

export type HandshakeRefusals = Page<HandshakeRefusalView> & {
  /** How many identities and addresses there are in each state. */
  readonly counts: Readonly<Record<RefusalState, number>>;
};

type Row = {
  readonly id: number;
  readonly identity: string | null;
  readonly remoteAddress: string | null;
  readonly reason: string;
  readonly state: RefusalState;
  readonly count: number;
  readonly since: Date;
  readonly lastAt: Date;
  readonly total: number;
  readonly offeredProtocols: string | null;
  readonly detail: string | null;
};

/** Refused and broken handshakes, grouped by identity (or address) and reason, the newest first. */
export async function listHandshakeRefusals(
  ctx: ServiceContext,
  input: z.input<typeof listHandshakeRefusalsInput> = {},
): Promise<HandshakeRefusals> {
  requirePermission(ctx, "read");
  const { state = null, identity = null, cursor, limit } = parseInput(listHandshakeRefusalsInput, input);
  const stated = statedRefusals(ctx.now(), identity);
  const [counted, rows] = await Promise.all([
    ctx.db.$queryRaw<{ state: RefusalState; n: number }[]>`
      SELECT state, count(DISTINCT COALESCE(identity, ' ' || source))::int AS n FROM (${stated}) r GROUP BY state`,
    ctx.db.$queryRaw<Row[]>`
      SELECT id, identity, remote_address AS "remoteAddress", reason, state, episode_count AS count,
        episode_at AS since, last_at AS "lastAt", count AS total, offered_protocols AS "offeredProtocols", detail
      FROM (${stated}) r WHERE ${state === null ? Prisma.sql`true` : Prisma.sql`state = ${state}`} ${afterCursor(cursor)}
      ORDER BY last_at DESC, id DESC LIMIT ${limit + 1}`,
  ]);
  const toView = await viewer(ctx, rows);
  return {
    ...toPage(rows, limit, toView, (row) => [row.lastAt.toISOString(), String(row.id)]),
    counts: {
      Open: 0,
      Solved: 0,
      Dismissed: 0,
      Blocked: 0,
      ...Object.fromEntries(counted.map((row) => [row.state, row.n])),
    },
  };
}

const NAMELESS_OPEN_HOURS = 24;

function statedRefusals(now: Date, identity: string | null): Prisma.Sql {
  const silentSince = new Date(now.getTime() - NAMELESS_OPEN_HOURS * 3_600_000).toISOString();
  return Prisma.sql`
    SELECT h.*, CASE
      WHEN h.blocked_at IS NOT NULL OR (s.is_blocked AND h.reason = 'Blocked') THEN 'Blocked'
      WHEN h.dismissed_at IS NOT NULL THEN 'Dismissed'
      WHEN s.connected_at > h.last_at OR (h.reason = 'Blocked' AND NOT s.is_blocked) THEN 'Solved'
      WHEN h.identity IS NULL AND h.last_at < ${silentSince}::timestamptz THEN 'Solved'
      ELSE 'Open' END AS state
    FROM handshake_refusal h LEFT JOIN station s ON s.identity = h.identity
    ${identity === null ? Prisma.empty : Prisma.sql`WHERE h.identity = ${identity}`}`;
}

function afterCursor(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.empty;
  const [at, id] = decodeCursor(cursor, instantAndId);
  return Prisma.sql`AND (last_at, id) < (${at}::timestamptz, ${Number(id)}::int)`;
}

async function viewer(ctx: ServiceContext, rows: readonly Row[]): Promise<(row: Row) => HandshakeRefusalView> {
  const identities = rows.flatMap(({ identity }) => identity ?? []);
  const unknown = rows.flatMap(({ identity, reason }) => (reason === "UnknownIdentity" && identity ? [identity] : []));
  const addresses = rows.flatMap(({ identity, remoteAddress }) => (identity === null ? (remoteAddress ?? []) : []));
  const [stations, lookAlikes, neighbours] = await Promise.all([
    readRefusedStations(ctx, identities),
    readLookAlikes(ctx, unknown),
    readNeighbours(ctx, addresses),
  ]);
  return (row) => ({
    ...row,
    since: row.since.toISOString(),
    lastAt: row.lastAt.toISOString(),
    station: stations.get(row.identity ?? "") ?? null,
    lookAlike: lookAlikes.get(row.identity ?? "") ?? null,
    neighbours: row.identity === null ? (neighbours.get(row.remoteAddress ?? "") ?? []) : [],
  });
}
