import {
  applyLateStart,
  applyLostStop,
  beginSession,
  type ChargingSession,
  keepDecision,
} from "@/lib/domain/charging-session";
import { plausibleTime } from "@/lib/domain/plausible-time";
import type { ServiceContext } from "../context";
import { ChangedMeanwhile } from "../passing-error";
import { heardBefore } from "./heard-before-start";
import { contentKey, messageDetails } from "./journal-entry";
import type { KeyedStart, SessionStart } from "./session-start";
import { startKeyOf } from "./start-key";
import { insertSessions, type SessionWrite, updateSessions } from "./store-sessions";

export type StartOutcome = {
  readonly sessionId: number;
  readonly evse: number;
  /** Ended where the stop was heard before, or this is a repeat of a start long past. */
  readonly phase: "Active" | "Ended";
  /** What the first answer said, if this is a repeat. */
  readonly authorization: string | null;
  readonly isRepeat: boolean;
};

/**
 * Stores session starts, many in one statement. Safe to repeat: the same start gets the same session
 * (1.6 quirk E1, 2.x seqNo). An older session still open on the same connector is closed as a lost stop (E2),
 * where the station does not name its transactions itself. One whose stop was heard first gets its start.
 */
export async function startSessions(
  ctx: ServiceContext,
  starts: readonly SessionStart[],
): Promise<readonly StartOutcome[]> {
  const keyed = await Promise.all(starts.map(async (start) => ({ ...start, key: await startKeyOf(ctx, start) })));
  const heard = await heardBefore(ctx, keyed);
  const news = keyed.filter((start) => !heard.has(start));
  const writes = news.map(toWrite);
  const inserted = await insertSessions(ctx, writes);
  const outcomes = await Promise.all(
    keyed.map(async (start): Promise<StartOutcome> => {
      const known = heard.get(start);
      if (known !== undefined) return storeHeard(ctx, start, known);
      const index = news.indexOf(start);
      const id = inserted.get(index);
      const write = writes[index];
      if (id === undefined || write === undefined) return repeatedStart(ctx, start);
      const { evse, authorization, phase } = write.session;
      return { sessionId: id, evse, phase, authorization, isRepeat: false };
    }),
  );
  await closeSuperseded(ctx, starts, outcomes);
  return outcomes;
}

async function storeHeard(ctx: ServiceContext, start: KeyedStart, session: ChargingSession): Promise<StartOutcome> {
  const write = { identity: start.identity, session, samples: start.message.samples, journal: journalOf(start) };
  const [result] = await updateSessions(ctx, [write]);
  if (result === "conflict") throw new ChangedMeanwhile(session.id);
  const { id: sessionId, evse, phase, authorization } = session;
  return { sessionId, evse, phase, authorization, isRepeat: false };
}

function toWrite(start: KeyedStart): SessionWrite {
  const { message, receivedAt } = start;
  const session = beginSession(message, {
    id: 0,
    stationId: start.stationId,
    startKey: start.key,
    receivedAt,
    authorization: start.authorization?.status ?? null,
  });
  return { identity: start.identity, session, samples: message.samples, journal: journalOf(start) };
}

function journalOf({ message, receivedAt }: SessionStart) {
  return {
    key: message.seqNo === null ? "start" : contentKey(message),
    kind: "Started",
    at: message.at,
    receivedAt,
    seqNo: message.seqNo,
    details: messageDetails(message),
  };
}

async function repeatedStart(ctx: ServiceContext, start: KeyedStart): Promise<StartOutcome> {
  const { message, stationId } = start;
  const known = await ctx.db.chargingSession.findFirstOrThrow({
    where: {
      stationId,
      OR: [
        { startKey: start.key },
        ...(message.transactionId === null ? [] : [{ transactionId: message.transactionId }]),
      ],
    },
  });
  if (known.anomalies.includes("StartMissing") || known.anomalies.includes("StopWithoutStart")) {
    const after = keepDecision(known, applyLateStart(known, message, start.receivedAt));
    const session = { ...after, rev: known.rev + 1 };
    const [result] = await updateSessions(ctx, [
      { identity: start.identity, session, samples: message.samples, journal: journalOf(start) },
    ]);
    if (result === "conflict") throw new ChangedMeanwhile(known.id);
  }
  const { id: sessionId, evse, phase, authorization } = known;
  return { sessionId, evse, phase, authorization, isRepeat: true };
}

async function closeSuperseded(
  ctx: ServiceContext,
  starts: readonly SessionStart[],
  outcomes: readonly StartOutcome[],
): Promise<void> {
  const places = starts.flatMap((start, index) => {
    const outcome = outcomes[index];
    // A repeat as well: the first try may have ended between the two statements.
    if (outcome === undefined || !start.mayRunAnother || start.message.transactionId !== null) return [];
    // What has ended long ago supersedes nothing, whatever its clock says.
    if (outcome.isRepeat && outcome.phase === "Ended") return [];
    return [{ start, evse: outcome.evse, sessionId: outcome.sessionId, isRepeat: outcome.isRepeat }];
  });
  if (places.length === 0) return;
  const open = await ctx.db.chargingSession.findMany({
    where: {
      phase: "Active",
      stationId: { in: places.map((place) => place.start.stationId) },
      id: { notIn: places.map((place) => place.sessionId) },
      transactionId: null,
    },
  });
  const writes = open.flatMap((before): SessionWrite[] => {
    const place = places.find(({ start, evse }) => start.stationId === before.stationId && evse === before.evse);
    if (place === undefined) return [];
    const { start } = place;
    const { at } = plausibleTime(start.message.at, start.receivedAt);
    if (at < before.startedAt || (place.isRepeat && before.id > place.sessionId)) return [];
    const session = { ...applyLostStop(before, at, start.receivedAt), rev: before.rev + 1 };
    const details = { supersededBy: place.sessionId };
    const journal = {
      key: `lost:${place.sessionId}`,
      kind: "LostStop",
      at,
      receivedAt: start.receivedAt,
      seqNo: null,
      details,
    };
    return [{ identity: start.identity, session, samples: [], journal }];
  });
  await updateSessions(ctx, writes);
}
