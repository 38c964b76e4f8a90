import { plausibleTime } from "@/lib/domain/plausible-time";
import { sameCard } from "@/lib/domain/session-matching";
import type { Occupancy } from "@/lib/domain/station";
import type { SessionEnded, SessionStarted, SessionUpdated, StationReply } from "@/lib/domain/station-message";
import type { Authorization, AuthorizationStatus } from "@/lib/domain/token";
import { AUTHORIZATION_STATUSES } from "@/lib/domain/token";
import type { ChangeOutcome } from "@/lib/services/sessions/change-session";
import type { ConnectedStation } from "../connected-station";
import { type Handle, type Handled, type HandlerDeps, stored } from "./handler";

/** 1.6 §4.8, 2.x E02: always stored, whatever the token is worth; the answer says whether it may go on. */
export const handleSessionStart: Handle<SessionStarted> = async (deps, station, message, receivedAt) => {
  const { id: stationId, identity } = station;
  const authorization = await authorizationFor(deps, station, message);
  const mayRunAnother = station.sessions.length > 0;
  const start = { stationId, identity, message, receivedAt, authorization, mayRunAnother };
  const outcome = await deps.lanes.starts.add(start);
  // A repeat as well: the first one may have been stored while this connection was made.
  const isNew = outcome.phase === "Active" && station.sessions.every((open) => open.id !== outcome.sessionId);
  if (isNew) {
    const { sessionId: id, evse } = outcome;
    const session = { id, evse, transactionId: message.transactionId, startedAt: startTime(message, receivedAt) };
    // A station that lets us name its sessions runs one per connector: an older one there was closed as lost.
    const others = station.sessions.filter(
      (open) => open.id !== session.id && (message.transactionId !== null || open.evse !== session.evse),
    );
    station.sessions = [...others, session];
  }
  const told = outcome.isRepeat ? repeated(authorization, outcome.authorization) : authorization;
  const reply = { type: "SessionStartStored", sessionId: outcome.sessionId, authorization: told } as const;
  return withOccupancy(station, reply, { ...message, evse: outcome.evse, occupancy: message.chargingState });
};

/** 2.x E02/E05: what happens in the middle of a transaction. */
export const handleSessionUpdate: Handle<SessionUpdated> = async (deps, station, message, receivedAt) => {
  const { id: stationId, identity } = station;
  const authorization = await authorizationFor(deps, station, message);
  const outcome = await deps.lanes.changes.add({ stationId, identity, message, receivedAt, authorization });
  const isKnown = station.sessions.some((open) => open.id === outcome.sessionId);
  if (!isKnown && outcome.phase === "Active" && message.session.kind === "Theirs") {
    const { transactionId } = message.session;
    const session = { id: outcome.sessionId, evse: outcome.evse, transactionId, startedAt: receivedAt };
    station.sessions = [...station.sessions, session];
  }
  const reply = { type: "SessionUpdateStored", authorization } as const;
  if (message.session.kind === "Ours") return stored(reply);
  return withOccupancy(station, reply, { ...message, evse: outcome.evse, occupancy: message.chargingState });
};

/** 1.6 §4.10, 2.x E06–E10: always answered, known or not (quirk E4). */
export const handleSessionEnd: Handle<SessionEnded> = async (deps, station, message, receivedAt) => {
  const { id: stationId, identity } = station;
  const authorization = await authorizationFor(deps, station, message);
  const outcome = await deps.lanes.changes.add({ stationId, identity, message, receivedAt, authorization });
  station.sessions = station.sessions.filter((open) => open.id !== outcome.sessionId);
  const reply = { type: "SessionEndStored", authorization: stopAnswer(authorization, message, outcome) } as const;
  if (message.session.kind === "Ours") return stored(reply);
  // The transaction is over; the car is there until the connector says that it is available.
  return withOccupancy(station, reply, { ...message, evse: outcome.evse, occupancy: "Finishing" });
};

const startTime = (message: SessionStarted, receivedAt: Date): Date => plausibleTime(message.at, receivedAt).at;

/** The card that started may stop, also where nothing but its remote start vouched for it. */
function stopAnswer(
  authorization: Authorization | null,
  { token }: SessionEnded,
  { startedBy }: ChangeOutcome,
): Authorization | null {
  if (authorization?.status !== "Unknown" || token === null || startedBy.tokenUid === null) return authorization;
  const isStarter = sameCard(token.uid, startedBy.tokenUid) && startedBy.authorization === "Accepted";
  return isStarter ? { ...authorization, status: "Accepted" } : authorization;
}

type Place = { readonly evse: number; readonly connector: number | null; readonly occupancy: Occupancy | null };

/** 2.x tells with the transaction what occupies the connector; 1.6 with its status. */
function withOccupancy(station: ConnectedStation, reply: StationReply, { evse, connector, occupancy }: Place): Handled {
  if (occupancy === null) return stored(reply);
  const row = { stationId: station.id, identity: station.identity, evse, connector, occupancy };
  return { reply, effect: { kind: "WithFrame", rows: { occupancy: row } } };
}

/** Null where the message carries no token. Only a start can be concurrent with another, or exceed the day's. */
async function authorizationFor(
  deps: HandlerDeps,
  station: ConnectedStation,
  message: SessionStarted | SessionUpdated | SessionEnded,
): Promise<Authorization | null> {
  const { token } = message;
  if (token === null) return null;
  if (token.type === "NoAuthorization") return { status: "Accepted", groupId: null, expiresAt: null };
  const isToStart = startsCharging(message);
  const evse = isToStart ? placeOf(station, message) : null;
  return deps.lanes.authorizations.add({ stationId: station.id, evse, ...token, isToStart });
}

/** In 2.x a transaction may begin with the cable, and the token come in its middle (E02). */
const startsCharging = (message: SessionStarted | SessionUpdated | SessionEnded): boolean =>
  message.type === "SessionStarted" || (message.type === "SessionUpdated" && message.trigger === "Authorized");

/** The EVSE is told once; later messages only name the transaction. */
function placeOf(station: ConnectedStation, message: SessionStarted | SessionUpdated | SessionEnded): number {
  if (message.evse !== null) return message.evse;
  if (message.type === "SessionStarted" || message.session.kind === "Ours") return 0;
  const { transactionId } = message.session;
  return station.sessions.find((open) => open.transactionId === transactionId)?.evse ?? 0;
}

/** A repeated start is answered as the first one was (quirk E1). */
function repeated(now: Authorization | null, first: string | null): Authorization | null {
  const status = AUTHORIZATION_STATUSES.find((known): known is AuthorizationStatus => known === first);
  if (status === undefined) return now;
  return { groupId: null, expiresAt: null, ...now, status };
}
