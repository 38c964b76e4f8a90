import { createHash } from "node:crypto";
import { applyLateStart, applyLostStop, beginSession, plausibleTime } from "@/lib/domain/charging-session";
import type { SessionStarted } from "@/lib/domain/station-message";
import type { Authorization } from "@/lib/domain/token";
import type { ServiceContext } from "../context";
import { contentKey, messageDetails } from "./journal-entry";
import { insertSessions, type SessionWrite, updateSessions } from "./store-sessions";

export type SessionStart = {
  readonly stationId: number;
  readonly identity: string;
  readonly message: SessionStarted;
  readonly receivedAt: Date;
  readonly authorization: Authorization | null;
  /** False where the station is known to run no session: then none can be superseded. */
  readonly mayRunAnother: boolean;
};

export type StartOutcome = {
  readonly sessionId: number;
  readonly evse: number;
  /** What the first answer said, if this is a repeat. */
  readonly authorization: string | null;
  readonly isRepeat: boolean;
};

/**
 * Stores session starts, many in one statement. Safe to repeat: the same start gets the same session
 * (1.6 quirk E1, 2.x seqNo). An older session still open on the same connector is closed as a lost stop (E2),
 * where the station does not name its transactions itself.
 */
export async function startSessions(
  ctx: ServiceContext,
  starts: readonly SessionStart[],
): Promise<readonly StartOutcome[]> {
  const writes = starts.map(toWrite);
  const inserted = await insertSessions(ctx, writes);
  const outcomes = await Promise.all(
    starts.map(async (start, index): Promise<StartOutcome> => {
      const id = inserted.get(index);
      const write = writes[index];
      if (id === undefined || write === undefined) return repeatedStart(ctx, start);
      const { evse, authorization } = write.session;
      return { sessionId: id, evse, authorization, isRepeat: false };
    }),
  );
  await closeSuperseded(ctx, starts, outcomes);
  return outcomes;
}

function toWrite(start: SessionStart): SessionWrite {
  const { message, receivedAt } = start;
  const session = beginSession(message, {
    id: 0,
    stationId: start.stationId,
    startKey: startKey(message),
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

/** What makes two starts the same start: the station's own id, or place, token, time and register (quirk E1). */
function startKey(message: SessionStarted): string {
  if (message.transactionId !== null) return `tx:${message.transactionId}`;
  const content = [message.evse, message.connector, message.token?.uid, message.at.toISOString(), message.meterStartWh];
  return `start:${createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22)}`;
}

async function repeatedStart(ctx: ServiceContext, start: SessionStart): Promise<StartOutcome> {
  const { message, stationId } = start;
  const known = await ctx.db.chargingSession.findFirstOrThrow({
    where: {
      stationId,
      OR: [
        { startKey: startKey(message) },
        ...(message.transactionId === null ? [] : [{ transactionId: message.transactionId }]),
      ],
    },
  });
  if (known.anomalies.includes("StartMissing") || known.anomalies.includes("StopWithoutStart")) {
    const session = { ...applyLateStart(known, message, start.receivedAt), rev: known.rev + 1 };
    const [result] = await updateSessions(ctx, [
      { identity: start.identity, session, samples: message.samples, journal: journalOf(start) },
    ]);
    if (result === "conflict") throw new Error(`session ${known.id} changed meanwhile`);
  }
  return { sessionId: known.id, evse: known.evse, authorization: known.authorization, isRepeat: true };
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
    return [{ start, evse: outcome.evse, sessionId: outcome.sessionId }];
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
    if (at < before.startedAt) return [];
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
