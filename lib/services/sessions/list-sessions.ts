import { z } from "zod";
import type { Prisma } from "@/lib/db/generated/client";
import { SESSION_PROBLEMS, type SessionProblem } from "@/lib/domain/session-problem";
import { REVIEW_ANOMALIES } from "@/lib/domain/session-review";
import type { SessionView } from "@/lib/domain/session-view";
import { tokenKey } from "@/lib/domain/token";
import { requirePermission, type ServiceContext } from "../context";
import { instantSchema } from "../instant";
import { livePosition } from "../live-position";
import { decodeCursor, instantAndId, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { siteIdSchema } from "../stations/station-fields";
import { sessionIncludes, toSessionView } from "./session-view";
import { stuckSessionIds } from "./stuck-sessions";

export const listSessionsInput = z.object({
  phase: z.enum(["live", "ended"]).optional(),
  identity: z.string().min(1).max(255).optional(),
  siteId: z.coerce.number<number | string>().pipe(siteIdSchema).optional(),
  /** The token's uid, in any case. */
  token: z.string().trim().min(1).max(255).optional(),
  /** Only those that wait for a person, never charged, or never end. */
  problem: z.enum(SESSION_PROBLEMS).optional(),
  /** Started at or after. */
  from: instantSchema.optional(),
  /** Started before. */
  to: instantSchema.optional(),
  ...pageFields,
});

const SESSION_ID_MAX = 2_147_483_647;

/** Charging sessions, newest start first. */
export async function listSessions(
  ctx: ServiceContext,
  input: z.input<typeof listSessionsInput> = {},
): Promise<Page<SessionView> & { readonly position: number }> {
  requirePermission(ctx, "read");
  const wanted = parseInput(listSessionsInput, input);
  const position = await livePosition(ctx.db);
  const rows = await ctx.db.chargingSession.findMany({
    where: { AND: [toFilter(wanted), await problemFilter(ctx, wanted.problem), afterCursor(wanted.cursor)] },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: wanted.limit + 1,
    include: sessionIncludes,
  });
  const page = toPage(rows, wanted.limit, toSessionView, (row) => [row.startedAt.toISOString(), String(row.id)]);
  return { ...page, position };
}

function toFilter(wanted: z.output<typeof listSessionsInput>): Prisma.ChargingSessionWhereInput {
  const { phase, identity, siteId, token, from, to } = wanted;
  return {
    ...(phase === undefined ? {} : { phase: phase === "live" ? "Active" : "Ended" }),
    station: {
      ...(identity === undefined ? {} : { identity }),
      ...(siteId === undefined ? {} : { siteId }),
    },
    ...(token === undefined ? {} : { tokenKey: tokenKey(token) }),
    startedAt: {
      ...(from === undefined ? {} : { gte: new Date(from) }),
      ...(to === undefined ? {} : { lt: new Date(to) }),
    },
  };
}

async function problemFilter(
  ctx: ServiceContext,
  problem: SessionProblem | undefined,
): Promise<Prisma.ChargingSessionWhereInput> {
  if (problem === undefined) return {};
  if (problem !== "review") return { id: { in: [...(await stuckSessionIds(ctx.db, problem, ctx.now()))] } };
  // As `reviewReasons` says.
  const isOdd = { OR: [{ anomalies: { hasSome: [...REVIEW_ANOMALIES] } }, { energyWh: null }] };
  return { phase: "Ended", resolution: null, ...isOdd };
}

function afterCursor(cursor: string | undefined): Prisma.ChargingSessionWhereInput {
  if (cursor === undefined) return {};
  const [at, id] = decodeCursor(cursor, instantAndId);
  const startedAt = new Date(at);
  return {
    startedAt: { lte: startedAt },
    OR: [{ startedAt: { lt: startedAt } }, { id: { lt: Math.min(Number(id), SESSION_ID_MAX) } }],
  };
}
