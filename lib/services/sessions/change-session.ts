import { applyEnd, applyUpdate, beginUnseen, type ChargingSession, keepDecision } from "@/lib/domain/charging-session";
import { plausibleTime } from "@/lib/domain/plausible-time";
import { type SameHolder, sameCard, sessionMeantByStop } from "@/lib/domain/session-matching";
import type { SessionEnded, SessionUpdated } from "@/lib/domain/station-message";
import { type Authorization, tokenKey } from "@/lib/domain/token";
import type { ServiceContext } from "../context";
import { contentKey, isTimeTold, messageDetails, stopKey } from "./journal-entry";
import { isPossibleId } from "./place-meter-values";
import { insertSessions, type JournalEntry, type SessionWrite, updateSessions } from "./store-sessions";

export type SessionChange = {
  readonly stationId: number;
  readonly identity: string;
  readonly message: SessionUpdated | SessionEnded;
  readonly receivedAt: Date;
  readonly authorization: Authorization | null;
};

export type ChangeOutcome = {
  readonly sessionId: number;
  readonly evse: number;
  readonly phase: "Active" | "Ended";
  /** Who started it, and what that card was answered. */
  readonly startedBy: Pick<ChargingSession, "tokenUid" | "authorization">;
};

/** How often a change is decided anew when another one came between. */
const ATTEMPTS_MAX = 3;

/**
 * Stores updates and ends of sessions, many in one statement. Safe to repeat. What names no known session
 * becomes one with its anomaly: nothing that was measured is thrown away (quirks E3, E4, E5; 2.x E01).
 */
export async function changeSessions(
  ctx: ServiceContext,
  changes: readonly SessionChange[],
): Promise<readonly ChangeOutcome[]> {
  const outcomes = new Map<SessionChange, ChangeOutcome>();
  let open: readonly SessionChange[] = changes;
  for (let attempt = 0; attempt < ATTEMPTS_MAX && open.length > 0; attempt += 1) {
    open = await attemptChanges(ctx, open, outcomes);
  }
  return changes.map((change) => {
    const outcome = outcomes.get(change);
    if (outcome === undefined) throw new Error(`a session of ${change.identity} kept changing meanwhile`);
    return outcome;
  });
}

async function attemptChanges(
  ctx: ServiceContext,
  changes: readonly SessionChange[],
  outcomes: Map<SessionChange, ChangeOutcome>,
): Promise<readonly SessionChange[]> {
  const known = await loadSessions(ctx, changes);
  const updates = changes.filter((change) => known.has(change));
  const unseen = changes.filter((change) => !known.has(change));
  const writes = updates.map((change) => toUpdate(change, known.get(change)));
  const results = await updateSessions(ctx, writes);
  const again: SessionChange[] = [];
  for (const [index, change] of updates.entries()) {
    const session = writes[index]?.session;
    if (results[index] === "conflict" || session === undefined) again.push(change);
    else outcomes.set(change, outcomeOf(session, session.id));
  }
  const inserts = unseen.map(toInsert);
  const inserted = await insertSessions(ctx, inserts);
  for (const [index, change] of unseen.entries()) {
    const id = inserted.get(index);
    const session = inserts[index]?.session;
    if (id === undefined || session === undefined) again.push(change);
    else outcomes.set(change, outcomeOf(session, id));
  }
  return again;
}

const outcomeOf = ({ evse, phase, tokenUid, authorization }: ChargingSession, sessionId: number): ChangeOutcome => ({
  sessionId,
  evse,
  phase,
  startedBy: { tokenUid, authorization },
});

async function loadSessions(
  ctx: ServiceContext,
  changes: readonly SessionChange[],
): Promise<ReadonlyMap<SessionChange, ChargingSession>> {
  const found = await loadNamed(ctx, changes);
  const rest = changes.filter((change) => !found.has(change));
  if (rest.length === 0) return found;
  const rows = await ctx.db.chargingSession.findMany({
    where: {
      stationId: { in: rest.map((change) => change.stationId) },
      startKey: { in: rest.map(unseenKey) },
    },
  });
  for (const change of rest) {
    const own = rows.filter((row) => row.stationId === change.stationId);
    const session = own.find((row) => isKeptUnder(row, change)) ?? (await meantBy(ctx, change));
    if (session !== null) found.set(change, session);
  }
  return found;
}

function isKeptUnder(row: ChargingSession, change: SessionChange): boolean {
  const { session } = change.message;
  if (session.kind === "Theirs" && row.transactionId === session.transactionId) return true;
  return row.startKey === unseenKey(change);
}

/** The sessions that are named by an id of ours, or by the station's own: nearly always all of them. */
async function loadNamed(
  ctx: ServiceContext,
  changes: readonly SessionChange[],
): Promise<Map<SessionChange, ChargingSession>> {
  const ids = changes.flatMap(({ message: { session } }) =>
    session.kind === "Ours" && isPossibleId(session.id) ? [session.id] : [],
  );
  const theirs = changes.flatMap(({ stationId, message: { session } }) =>
    session.kind === "Theirs" ? [{ stationId, transactionId: session.transactionId }] : [],
  );
  const rows = [
    ...(ids.length === 0 ? [] : await ctx.db.chargingSession.findMany({ where: { id: { in: ids } } })),
    ...(theirs.length === 0
      ? []
      : await ctx.db.chargingSession.findMany({
          where: {
            stationId: { in: theirs.map((row) => row.stationId) },
            transactionId: { in: theirs.map((row) => row.transactionId) },
          },
        })),
  ];
  const found = new Map<SessionChange, ChargingSession>();
  for (const change of changes) {
    const { session } = change.message;
    const named = rows.find(
      (row) =>
        row.stationId === change.stationId &&
        (session.kind === "Ours" ? row.id === session.id : row.transactionId === session.transactionId),
    );
    if (named !== undefined) found.set(change, named);
  }
  return found;
}

/** The session that a stop of 1.6 means which names none of ours; it is asked rarely, so on its own. */
async function meantBy(ctx: ServiceContext, change: SessionChange): Promise<ChargingSession | null> {
  const { message, stationId, receivedAt } = change;
  if (message.type !== "SessionEnded" || message.session.kind !== "Ours") return null;
  const isNameless = message.session.id <= 0;
  const stored = isNameless ? await storedBefore(ctx, change) : null;
  if (stored !== null) return stored;
  const sessions = await ctx.db.chargingSession.findMany({
    where: { stationId, OR: [{ phase: "Active" }, { endReason: { in: ["LostStop", "ClosedByOperator"] } }] },
  });
  const { at } = plausibleTime(message.at, receivedAt);
  const isSameHolder = await holdersOf(ctx, message, sessions);
  const meant = sessionMeantByStop(sessions, { message, at, receivedAt, isSameHolder }, !isNameless);
  if (meant === null) return null;
  const how = meant.isProven ? "MatchedByEvidence" : "MatchedByConnector";
  return { ...meant.session, anomalies: [...new Set([...meant.session.anomalies, how])] };
}

/** Cards of one group may stop for each other (1.6 §3.8, 2.x C09). */
async function holdersOf(
  ctx: ServiceContext,
  { token }: SessionEnded,
  sessions: readonly ChargingSession[],
): Promise<SameHolder> {
  const started = sessions.flatMap(({ tokenUid }) => (tokenUid === null ? [] : [tokenKey(tokenUid)]));
  if (token === null || started.every((key) => key === tokenKey(token.uid))) return sameCard;
  const rows = await ctx.db.token.findMany({
    where: { uidKey: { in: [tokenKey(token.uid), ...started] }, groupId: { not: null } },
    select: { uidKey: true, groupId: true },
  });
  const groups = new Map(rows.map(({ uidKey, groupId }) => [uidKey, groupId]));
  return (one, other) => {
    const group = groups.get(tokenKey(one));
    return sameCard(one, other) || (group !== undefined && group === groups.get(tokenKey(other)));
  };
}

/** The session that this very message has ended already: a stop without a name must not end the next one when it is repeated. */
async function storedBefore(
  ctx: ServiceContext,
  { stationId, message, receivedAt }: SessionChange,
): Promise<ChargingSession | null> {
  if (message.type !== "SessionEnded") return null;
  return ctx.db.chargingSession.findFirst({
    where: { stationId, phase: "Ended", journal: { some: { kind: "Ended", key: stopKey(message, receivedAt) } } },
  });
}

/** Under which key a session is kept that was first heard of in its middle or at its end. */
function unseenKey({ message, receivedAt }: SessionChange): string {
  if (message.session.kind === "Theirs") return `tx:${message.session.transactionId}`;
  const meter = message.type === "SessionEnded" ? message.meterStopWh : null;
  const at = isTimeTold(message.at, receivedAt) ? message.at.toISOString() : "untold";
  return `unseen:${message.session.id}:${at}:${meter}:${message.token?.uid ?? ""}`;
}

function toUpdate(change: SessionChange, before: ChargingSession | undefined): SessionWrite {
  if (before === undefined) throw new Error("unreachable: only known sessions are updated");
  const { message, receivedAt } = change;
  const after =
    message.type === "SessionEnded" ? applyEnd(before, message, receivedAt) : applyUpdate(before, message, receivedAt);
  return {
    identity: change.identity,
    session: { ...keepDecision(before, after), rev: before.rev + 1 },
    samples: message.samples,
    journal: journalOf(change),
  };
}

function toInsert(change: SessionChange): SessionWrite {
  const { message, receivedAt, stationId, identity } = change;
  const begun = beginUnseen(message, {
    id: 0,
    stationId,
    startKey: unseenKey(change),
    receivedAt,
    authorization: change.authorization?.status ?? null,
  });
  const session =
    message.type === "SessionEnded" ? applyEnd(begun, message, receivedAt) : applyUpdate(begun, message, receivedAt);
  return { identity, session: { ...session, rev: 1 }, samples: message.samples, journal: journalOf(change) };
}

function journalOf({ message, receivedAt }: SessionChange): JournalEntry {
  const isEnd = message.type === "SessionEnded";
  return {
    key: message.seqNo === null && isEnd ? stopKey(message, receivedAt) : contentKey(message),
    kind: isEnd ? "Ended" : "Updated",
    at: message.at,
    receivedAt,
    seqNo: message.seqNo,
    details: messageDetails(message),
  };
}
