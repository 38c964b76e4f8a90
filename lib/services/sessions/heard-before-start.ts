import { applyLateStart, type ChargingSession } from "@/lib/domain/charging-session";
import { plausibleTime } from "@/lib/domain/plausible-time";
import { stopMeantByStart } from "@/lib/domain/session-matching";
import type { ServiceContext } from "../context";
import type { KeyedStart } from "./session-start";

/** A queue that is sent out of order is sent within days. */
const HEARD_WITHIN_MS = 7 * 24 * 3600 * 1000;
const NAMELESS = /^unseen:(?:0|-\d+):/;

/**
 * Sessions of 1.6 whose stop was heard before the start that is told now, with it, ready to be stored: a station that
 * never got an id cannot name the session it stops, and may tell the stop first. None for nearly every start.
 */
export async function heardBefore(
  ctx: ServiceContext,
  starts: readonly KeyedStart[],
): Promise<ReadonlyMap<KeyedStart, ChargingSession>> {
  const ours = starts.filter(({ message }) => message.transactionId === null);
  if (ours.length === 0) return new Map();
  const stops = await ctx.db.chargingSession.findMany({
    where: {
      stationId: { in: ours.map(({ stationId }) => stationId) },
      // As a range, so that the unique index serves it.
      startKey: { gte: "unseen:", lt: "unseen;" },
      endReceivedAt: { gte: new Date(ctx.now().getTime() - HEARD_WITHIN_MS) },
    },
  });
  const found = new Map<KeyedStart, ChargingSession>();
  for (const start of ours) {
    const own = stops.filter((row) => row.stationId === start.stationId && NAMELESS.test(row.startKey));
    const session = own.length === 0 ? null : merged(own, start);
    if (session !== null) found.set(start, session);
  }
  await leaveOutRepeats(ctx, found);
  return found;
}

/** A start that is known already is a repeat of itself, whatever stop would fit it as well. */
async function leaveOutRepeats(ctx: ServiceContext, found: Map<KeyedStart, ChargingSession>): Promise<void> {
  if (found.size === 0) return;
  const starts = [...found.keys()];
  const known = await ctx.db.chargingSession.findMany({
    where: { OR: starts.map(({ stationId, key }) => ({ stationId, startKey: key })) },
    select: { stationId: true, startKey: true },
  });
  for (const start of starts) {
    if (known.some((row) => row.stationId === start.stationId && row.startKey === start.key)) found.delete(start);
  }
}

function merged(stops: readonly ChargingSession[], start: KeyedStart): ChargingSession | null {
  const { message, receivedAt, authorization } = start;
  const { at } = plausibleTime(message.at, receivedAt);
  const meant = stopMeantByStart(stops, { message, at, receivedAt });
  if (meant === null) return null;
  const how = meant.isProven ? "MatchedByEvidence" : "MatchedByConnector";
  const session = applyLateStart(meant.session, message, receivedAt);
  return {
    ...session,
    startKey: start.key,
    authorization: authorization?.status ?? null,
    anomalies: [...new Set([...session.anomalies, how])],
    rev: meant.session.rev + 1,
  };
}
