/**
 * One charging session as a reducer: what a station says of it, in any order and as often as it likes.
 *
 *   (start) ──▶ Active ──▶ (end) ──▶ Ended
 *   (update or end of a session never started here) ──▶ Active / Ended, with its anomaly
 *
 * It decides only; storing, and telling a repeat from news (the journal's key), is the verbs' part.
 * It cannot re-open what ended, and never bills a negative energy.
 */
import { plausibleTime } from "./plausible-time";
import { beginReading, difference, endReading, foldSamples, settleEnergy } from "./session-energy";
import type { SessionEnded, SessionStarted, SessionUpdated } from "./station-message";
import type { TokenPresented } from "./token";

export type ChargingSession = {
  readonly id: number;
  readonly stationId: number;
  readonly evse: number;
  readonly connector: number | null;
  readonly startKey: string;
  readonly transactionId: string | null;
  readonly phase: "Active" | "Ended";
  readonly chargingState: string | null;
  readonly tokenUid: string | null;
  readonly tokenType: string | null;
  readonly authorization: string | null;
  readonly startedAt: Date;
  readonly startReceivedAt: Date;
  readonly endedAt: Date | null;
  readonly endReceivedAt: Date | null;
  readonly endReason: string | null;
  readonly endTokenUid: string | null;
  readonly meterStartWh: number | null;
  /** As told at the end; null where nothing was told, and the newest sample stands for it. */
  readonly meterStopWh: number | null;
  readonly meterLastWh: number | null;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  readonly socPercent: number | null;
  readonly lastSampleAt: Date | null;
  readonly remoteStartId: number | null;
  /** The reservation it used, as the station told. */
  readonly reservationId: number | null;
  readonly lastSeqNo: number | null;
  readonly endSeqNo: number | null;
  readonly anomalies: readonly string[];
  /** What an operator decided of it; null while nobody has, and again when the station tells more. */
  readonly resolution: string | null;
  readonly rev: number;
};

export type Anomaly =
  | "StopWithoutStart"
  | "StartMissing"
  | "ClockSuspect"
  | "MeterRollBack"
  | "LostStop"
  /** Of a stop that names no session of ours: the only one it can mean. */
  | "MatchedByConnector"
  /** The same, and its card or its register proves it. */
  | "MatchedByEvidence"
  | "ClosedByOperator"
  /** The station told more after an operator had decided. */
  | "ToldAfterResolution";

/** Where a new session comes to stand: ids that the verb allocated. */
export type Placement = {
  readonly id: number;
  readonly stationId: number;
  readonly startKey: string;
  readonly receivedAt: Date;
  readonly authorization: string | null;
};

const NOTHING_YET = {
  chargingState: null,
  endedAt: null,
  endReceivedAt: null,
  endReason: null,
  endTokenUid: null,
  meterStartWh: null,
  meterStopWh: null,
  meterLastWh: null,
  energyWh: null,
  powerW: null,
  socPercent: null,
  lastSampleAt: null,
  remoteStartId: null,
  reservationId: null,
  lastSeqNo: null,
  endSeqNo: null,
  anomalies: [],
  resolution: null,
  rev: 1,
} as const;

/** A session that begins with its start. */
export function beginSession(message: SessionStarted, place: Placement): ChargingSession {
  const time = plausibleTime(message.at, place.receivedAt);
  const session: ChargingSession = {
    ...NOTHING_YET,
    id: place.id,
    stationId: place.stationId,
    startKey: place.startKey,
    authorization: place.authorization,
    evse: message.evse ?? 0,
    connector: message.connector,
    transactionId: message.transactionId,
    phase: "Active",
    chargingState: message.chargingState,
    tokenUid: message.token?.uid ?? null,
    tokenType: message.token?.type ?? null,
    startedAt: time.at,
    startReceivedAt: place.receivedAt,
    meterStartWh: message.meterStartWh,
    energyWh: message.meterStartWh === null ? null : 0,
    remoteStartId: message.remoteStartId,
    reservationId: message.reservationId,
    lastSeqNo: message.seqNo,
    anomalies: time.isSuspect ? ["ClockSuspect"] : [],
  };
  return foldSamples(session, message.samples, place.receivedAt);
}

/** A session first heard of in its middle or at its end: nothing that was measured is thrown away. */
export function beginUnseen(message: SessionUpdated | SessionEnded, place: Placement): ChargingSession {
  const isSuspect = plausibleTime(message.at, place.receivedAt).isSuspect;
  return {
    ...NOTHING_YET,
    id: place.id,
    stationId: place.stationId,
    startKey: place.startKey,
    authorization: place.authorization,
    evse: message.evse ?? 0,
    connector: message.connector,
    transactionId: message.session.kind === "Theirs" ? message.session.transactionId : null,
    phase: "Active",
    tokenUid: message.token?.uid ?? null,
    tokenType: message.token?.type ?? null,
    reservationId: message.reservationId,
    startedAt: firstHeardAt(message, place.receivedAt),
    startReceivedAt: place.receivedAt,
    anomalies: withAnomalies(
      [message.type === "SessionEnded" ? "StopWithoutStart" : "StartMissing"],
      isSuspect ? ["ClockSuspect"] : [],
    ),
  };
}

/** The first sample stands for the start that was not heard (quirk E3). */
function firstHeardAt(message: SessionUpdated | SessionEnded, receivedAt: Date): Date {
  const told = [message.at, ...message.samples.map((sample) => sample.at)];
  const plausible = told.filter((at) => !plausibleTime(at, receivedAt).isSuspect);
  return plausible.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? receivedAt;
}

/** The start of a session that is already known from later messages (2.x retries overtake). */
export function applyLateStart(session: ChargingSession, message: SessionStarted, receivedAt: Date): ChargingSession {
  const time = plausibleTime(message.at, receivedAt);
  const isSuspect = time.isSuspect || (session.endedAt !== null && time.at > session.endedAt);
  const known = session.anomalies.filter((name) => name !== "StartMissing" && name !== "StopWithoutStart");
  const merged: ChargingSession = {
    ...session,
    ...toldAtStart(session, message),
    startedAt: isSuspect ? session.startedAt : time.at,
    anomalies: withAnomalies(known, isSuspect ? ["ClockSuspect"] : []),
  };
  return settleEnergy(foldSamples(merged, message.samples, receivedAt));
}

function toldAtStart(session: ChargingSession, message: SessionStarted): Partial<ChargingSession> {
  const { token } = message;
  return {
    ...(token === null ? {} : { tokenUid: token.uid, tokenType: token.type }),
    evse: message.evse ?? session.evse,
    connector: message.connector ?? session.connector,
    chargingState: session.phase === "Ended" ? null : (session.chargingState ?? message.chargingState),
    remoteStartId: message.remoteStartId ?? session.remoteStartId,
    reservationId: message.reservationId ?? session.reservationId,
    meterStartWh: message.meterStartWh ?? beginReading(message.samples) ?? session.meterStartWh,
  };
}

/** What a station tells in the middle. Older news than the newest known keep what is told once, and samples. */
export function applyUpdate(
  session: ChargingSession,
  message: SessionUpdated,
  receivedAt: Date = message.at,
): ChargingSession {
  const folded = foldSamples({ ...session, ...toldOnce(session, message) }, message.samples, receivedAt);
  if (session.phase === "Ended") return settleEnergy(folded);
  if (!isNewer(message.seqNo, session.lastSeqNo)) return folded;
  return {
    ...folded,
    chargingState: message.chargingState ?? session.chargingState,
    lastSeqNo: message.seqNo ?? session.lastSeqNo,
  };
}

/** Place, token, remote start and reservation come in one message only, and hold from then on (2.x E02). */
function toldOnce(session: ChargingSession, message: SessionUpdated): Partial<ChargingSession> {
  return {
    ...tokenTold(session, message.token),
    evse: message.evse ?? session.evse,
    connector: message.connector ?? session.connector,
    remoteStartId: session.remoteStartId ?? message.remoteStartId,
    reservationId: session.reservationId ?? message.reservationId,
  };
}

/** A stop's token only stands in for the one that started, where that was not heard of. */
function tokenTold(session: ChargingSession, token: TokenPresented | null): Partial<ChargingSession> {
  const isStandIn = session.anomalies.includes("StopWithoutStart") && session.tokenUid === session.endTokenUid;
  if (token === null || (session.tokenUid !== null && !isStandIn)) return {};
  return { tokenUid: token.uid, tokenType: token.type };
}

/** The end. A second one only fills what the first left open (quirk E7). */
export function applyEnd(session: ChargingSession, message: SessionEnded, receivedAt: Date): ChargingSession {
  const folded = foldSamples(session, message.samples, receivedAt);
  const stopWh = message.meterStopWh ?? endReading(message.samples);
  const ended =
    isSettled(session) && !isMeantByName(session, message)
      ? { ...folded, meterStopWh: session.meterStopWh ?? stopWh }
      : { ...closed(folded, message, receivedAt), meterStopWh: stopWh };
  return settleEnergy(ended, difference(beginReading(message.samples), endReading(message.samples)));
}

/** A stop that names the session settles what one without a name was only taken to end. */
const isMeantByName = ({ id, anomalies }: ChargingSession, { session }: SessionEnded): boolean =>
  session.kind === "Ours" &&
  session.id === id &&
  anomalies.some((name) => name === "MatchedByConnector" || name === "MatchedByEvidence");

function closed(session: ChargingSession, message: SessionEnded, receivedAt: Date): ChargingSession {
  const time = plausibleTime(message.at, receivedAt);
  const isSuspect = time.isSuspect || time.at < session.startedAt;
  const known = session.anomalies.filter((name) => name !== "LostStop" && name !== "ClosedByOperator");
  return {
    ...session,
    evse: message.evse ?? session.evse,
    connector: message.connector ?? session.connector,
    phase: "Ended",
    chargingState: null,
    powerW: null,
    endedAt: endTime(session, time.at, receivedAt),
    endReceivedAt: receivedAt,
    endReason: message.reason,
    endTokenUid: message.token?.uid ?? null,
    reservationId: session.reservationId ?? message.reservationId,
    lastSeqNo: message.seqNo ?? session.lastSeqNo,
    endSeqNo: message.seqNo,
    anomalies: withAnomalies(known, isSuspect ? ["ClockSuspect"] : []),
  };
}

/** Never before the start, whichever clock was wrong. */
function endTime({ startedAt }: ChargingSession, at: Date, receivedAt: Date): Date {
  if (at >= startedAt) return at;
  return receivedAt >= startedAt ? receivedAt : startedAt;
}

/** Ended by its own stop; one that we closed still waits for it. */
const isSettled = (session: ChargingSession): boolean =>
  session.phase === "Ended" && session.endReason !== "LostStop" && session.endReason !== "ClosedByOperator";

/** Closed because a newer one began on the same connector; a late stop still settles it (quirk E2). */
export const applyLostStop = (session: ChargingSession, at: Date, receivedAt: Date): ChargingSession =>
  closedByUs(session, "LostStop", { at: plausibleTime(at, receivedAt).at, receivedAt });

/** Closed in the books by an operator, at its last reading; a late stop still settles it. */
export const applyOperatorClose = (session: ChargingSession, at: Date): ChargingSession =>
  closedByUs(session, "ClosedByOperator", { at: session.lastSampleAt ?? at, receivedAt: at });

/** No register was told at the end: the newest sample stands for it, and one that comes late still counts. */
function closedByUs(
  session: ChargingSession,
  reason: "LostStop" | "ClosedByOperator",
  { at, receivedAt }: { readonly at: Date; readonly receivedAt: Date },
): ChargingSession {
  return settleEnergy({
    ...session,
    phase: "Ended",
    chargingState: null,
    powerW: null,
    endedAt: endTime(session, at, receivedAt),
    endReceivedAt: receivedAt,
    endReason: reason,
    meterStopWh: null,
    anomalies: withAnomalies(session.anomalies, [reason]),
  });
}

/**
 * What an operator decided stands against what a station tells later: his energy stays, and he is asked again.
 */
export function keepDecision(before: ChargingSession, after: ChargingSession): ChargingSession {
  if (before.resolution === null) return after;
  const isByHand = before.resolution === "ByHand";
  return {
    ...after,
    ...(isByHand ? { meterStartWh: before.meterStartWh, meterStopWh: before.meterStopWh } : {}),
    energyWh: isByHand ? before.energyWh : after.energyWh,
    resolution: null,
    anomalies: withAnomalies(after.anomalies, ["ToldAfterResolution"]),
  };
}

const isNewer = (seqNo: number | null, than: number | null): boolean => seqNo === null || than === null || seqNo > than;

function withAnomalies(known: readonly string[], more: readonly Anomaly[]): readonly string[] {
  return [...new Set([...known, ...more])];
}
