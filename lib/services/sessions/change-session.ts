import { Prisma } from "@/lib/db/generated/client";
import { applyEnd, applyUpdate, beginUnseen, type ChargingSession, plausibleTime } from "@/lib/domain/charging-session";
import type { SessionEnded, SessionReference, SessionUpdated } from "@/lib/domain/station-message";
import type { Authorization } from "@/lib/domain/token";
import type { ServiceContext } from "../context";
import { contentKey, messageDetails } from "./journal-entry";
import { isPossibleId } from "./place-meter-values";
import { insertSessions, type JournalEntry, type SessionWrite, updateSessions } from "./store-sessions";

export type SessionChange = {
  readonly stationId: number;
  readonly identity: string;
  readonly message: SessionUpdated | SessionEnded;
  readonly receivedAt: Date;
  readonly authorization: Authorization | null;
};

export type ChangeOutcome = { readonly sessionId: number; readonly evse: number; readonly phase: "Active" | "Ended" };

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
    else outcomes.set(change, { sessionId: session.id, evse: session.evse, phase: session.phase });
  }
  const inserts = unseen.map(toInsert);
  const inserted = await insertSessions(ctx, inserts);
  for (const [index, change] of unseen.entries()) {
    const id = inserted.get(index);
    const session = inserts[index]?.session;
    if (id === undefined || session === undefined) again.push(change);
    else outcomes.set(change, { sessionId: id, evse: session.evse, phase: session.phase });
  }
  return again;
}

async function loadSessions(
  ctx: ServiceContext,
  changes: readonly SessionChange[],
): Promise<ReadonlyMap<SessionChange, ChargingSession>> {
  const found = await loadNamed(ctx, changes);
  const rest = changes.filter((change) => !found.has(change));
  if (rest.length === 0) return found;
  const nameless = rest.filter(({ message: { session } }) => session.kind === "Ours" && session.id <= 0);
  const open = { phase: "Active" as const, stationId: { in: nameless.map((change) => change.stationId) } };
  const rows = await ctx.db.chargingSession.findMany({
    where: {
      stationId: { in: rest.map((change) => change.stationId) },
      OR: [{ startKey: { in: rest.map(unseenKey) } }, ...(nameless.length === 0 ? [] : [open])],
    },
  });
  for (const change of rest) {
    const own = rows.filter((row) => row.stationId === change.stationId);
    const stored = nameless.includes(change) ? await storedBefore(ctx, change) : null;
    const session = stored ?? matching(own, change);
    if (session !== undefined) found.set(change, session);
  }
  return found;
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

/** The session that this very message has ended already: a stop without a name must not end the next one when it is repeated. */
async function storedBefore(
  ctx: ServiceContext,
  { stationId, message }: SessionChange,
): Promise<ChargingSession | null> {
  if (message.type !== "SessionEnded") return null;
  const { at, meterStopWh } = message;
  const details = { path: ["meterStopWh"], equals: meterStopWh ?? Prisma.JsonNull };
  return ctx.db.chargingSession.findFirst({
    where: { stationId, phase: "Ended", journal: { some: { kind: "Ended", at, details } } },
  });
}

function matching(own: readonly ChargingSession[], change: SessionChange): ChargingSession | undefined {
  const reference: SessionReference = change.message.session;
  if (reference.kind === "Theirs") return own.find((row) => row.transactionId === reference.transactionId);
  const byId = own.find((row) => row.id === reference.id);
  if (byId !== undefined) return byId;
  const kept = own.find((row) => row.startKey === unseenKey(change));
  if (kept !== undefined || reference.id > 0) return kept;
  // A station that never got its id says 0 or -1 (quirk E3): right only where one session can be meant.
  const { at } = plausibleTime(change.message.at, change.receivedAt);
  const open = own.filter((row) => row.phase === "Active" && row.startedAt <= at);
  const [only] = open;
  if (only === undefined || open.length > 1) return undefined;
  return { ...only, anomalies: [...new Set([...only.anomalies, "MatchedByConnector"])] };
}

/** Under which key a session is kept that was first heard of in its middle or at its end. */
function unseenKey({ message }: SessionChange): string {
  if (message.session.kind === "Theirs") return `tx:${message.session.transactionId}`;
  const meter = message.type === "SessionEnded" ? message.meterStopWh : null;
  return `unseen:${message.session.id}:${message.at.toISOString()}:${meter}`;
}

function toUpdate(change: SessionChange, before: ChargingSession | undefined): SessionWrite {
  if (before === undefined) throw new Error("unreachable: only known sessions are updated");
  const { message, receivedAt } = change;
  const after =
    message.type === "SessionEnded" ? applyEnd(before, message, receivedAt) : applyUpdate(before, message, receivedAt);
  return {
    identity: change.identity,
    session: { ...after, rev: before.rev + 1 },
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
    key: message.seqNo === null && isEnd ? "stop" : contentKey(message),
    kind: isEnd ? "Ended" : "Updated",
    at: message.at,
    receivedAt,
    seqNo: message.seqNo,
    details: messageDetails(message),
  };
}
