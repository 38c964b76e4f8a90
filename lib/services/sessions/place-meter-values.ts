import type { SessionReference } from "@/lib/domain/station-message";
import type { ServiceContext } from "../context";

export type OpenSession = {
  readonly id: number;
  readonly evse: number;
  readonly transactionId: string | null;
  readonly startedAt: Date;
};

/** The sessions of a station that are running, as its connection starts with them. */
export async function openSessionsOf(ctx: ServiceContext, stationId: number): Promise<readonly OpenSession[]> {
  return ctx.db.chargingSession.findMany({
    where: { stationId, phase: "Active" },
    orderBy: { id: "asc" },
    select: { id: true, evse: true, transactionId: true, startedAt: true },
  });
}

const ID_MAX = 2_147_483_647;

/** Could we have given it? Stations make up numbers that no database key can be. */
export const isPossibleId = (id: number): boolean => Number.isInteger(id) && id > 0 && id <= ID_MAX;

/** A sample may come this long after the stop and still be the session's (quirk E8). */
const AFTER_STOP_MS = 5 * 60_000;

/**
 * The session, running or ended, that a reading belongs to by the reference it carries; null where it names
 * none of this station's, or was measured outside the session's time.
 */
export async function sessionOfReading(
  ctx: ServiceContext,
  stationId: number,
  named: SessionReference,
  sampledAt: Date,
): Promise<number | null> {
  if (named.kind === "Ours" && !isPossibleId(named.id)) return null;
  const reference = named.kind === "Ours" ? { id: named.id } : { transactionId: named.transactionId };
  const session = await ctx.db.chargingSession.findFirst({
    where: { stationId, ...reference },
    select: { id: true, endedAt: true },
  });
  if (session === null) return null;
  if (session.endedAt === null) return session.id;
  return sampledAt.getTime() <= session.endedAt.getTime() + AFTER_STOP_MS ? session.id : null;
}
