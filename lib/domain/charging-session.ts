/**
 * One charging session as a reducer: what a station says of it, in any order and as often as it likes.
 *
 *   (start) ──▶ Active ──▶ (end) ──▶ Ended
 *   (update or end of a session never started here) ──▶ Active / Ended, with its anomaly
 *
 * It decides only; storing, and telling a repeat from news (the journal's key), is the verbs' part.
 * It cannot re-open what ended, and never bills a negative energy.
 */
import type { MeterSample } from "./meter-value";
import type { SessionEnded, SessionStarted, SessionUpdated } from "./station-message";

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
  readonly meterStopWh: number | null;
  readonly meterLastWh: number | null;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  readonly socPercent: number | null;
  readonly lastSampleAt: Date | null;
  readonly remoteStartId: number | null;
  readonly lastSeqNo: number | null;
  readonly endSeqNo: number | null;
  readonly anomalies: readonly string[];
  readonly rev: number;
};

export type Anomaly =
  | "StopWithoutStart"
  | "StartMissing"
  | "ClockSuspect"
  | "MeterRollBack"
  | "LostStop"
  | "MatchedByConnector";

/** Where a new session comes to stand: ids that the verb allocated. */
export type Placement = {
  readonly id: number;
  readonly stationId: number;
  readonly startKey: string;
  readonly receivedAt: Date;
  readonly authorization: string | null;
};

const EARLIEST_PLAUSIBLE = Date.UTC(2015, 0, 1);
const AHEAD_MAX_MS = 24 * 3600 * 1000;

/** A station's time, or the receipt where its clock cannot be right (quirk D1). */
export function plausibleTime(at: Date, receivedAt: Date): { readonly at: Date; readonly isSuspect: boolean } {
  const time = at.getTime();
  const isSuspect = !(time >= EARLIEST_PLAUSIBLE && time <= receivedAt.getTime() + AHEAD_MAX_MS);
  return { at: isSuspect ? receivedAt : at, isSuspect };
}

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
  lastSeqNo: null,
  endSeqNo: null,
  anomalies: [],
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
    lastSeqNo: message.seqNo,
    anomalies: time.isSuspect ? ["ClockSuspect"] : [],
  };
  return foldSamples(session, message.samples);
}

/** A session first heard of in its middle or at its end: nothing that was measured is thrown away. */
export function beginUnseen(message: SessionUpdated | SessionEnded, place: Placement): ChargingSession {
  const time = plausibleTime(message.at, place.receivedAt);
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
    startedAt: time.at,
    startReceivedAt: place.receivedAt,
    anomalies: [message.type === "SessionEnded" ? "StopWithoutStart" : "StartMissing"],
  };
}

/** The start of a session that is already known from later messages (2.x retries overtake). */
export function applyLateStart(session: ChargingSession, message: SessionStarted, receivedAt: Date): ChargingSession {
  const time = plausibleTime(message.at, receivedAt);
  const merged: ChargingSession = {
    ...session,
    evse: message.evse ?? session.evse,
    connector: message.connector ?? session.connector,
    tokenUid: message.token?.uid ?? session.tokenUid,
    tokenType: message.token?.type ?? session.tokenType,
    startedAt: time.at,
    remoteStartId: message.remoteStartId ?? session.remoteStartId,
    meterStartWh: message.meterStartWh ?? beginReading(message.samples) ?? session.meterStartWh,
    anomalies: session.anomalies.filter((name) => name !== "StartMissing" && name !== "StopWithoutStart"),
  };
  return settleEnergy(foldSamples(merged, message.samples));
}

/** What a station tells in the middle. Older news than the newest known keep its samples only. */
export function applyUpdate(session: ChargingSession, message: SessionUpdated): ChargingSession {
  const withSamples = foldSamples(session, message.samples);
  if (session.phase === "Ended") return settleEnergy(withSamples);
  const withPlace = { ...withSamples, ...toldOnce(session, message) };
  if (!isNewer(message.seqNo, session.lastSeqNo)) return withPlace;
  return {
    ...withPlace,
    chargingState: message.chargingState ?? session.chargingState,
    lastSeqNo: message.seqNo ?? session.lastSeqNo,
  };
}

/** Place, token and remote start come in one message only, and hold from then on (2.x E02). */
function toldOnce(session: ChargingSession, message: SessionUpdated): Partial<ChargingSession> {
  return {
    evse: message.evse ?? session.evse,
    connector: message.connector ?? session.connector,
    tokenUid: session.tokenUid ?? message.token?.uid ?? null,
    tokenType: session.tokenType ?? message.token?.type ?? null,
    remoteStartId: session.remoteStartId ?? message.remoteStartId,
  };
}

/** The end. A second one only fills what the first left open (quirk E7). */
export function applyEnd(session: ChargingSession, message: SessionEnded, receivedAt: Date): ChargingSession {
  const folded = foldSamples(session, message.samples);
  if (isSettled(session)) return settleEnergy(folded);
  const time = plausibleTime(message.at, receivedAt);
  const isBeforeStart = time.at < session.startedAt;
  const known = session.anomalies.filter((name) => name !== "LostStop");
  return settleEnergy({
    ...folded,
    phase: "Ended",
    chargingState: null,
    powerW: null,
    endedAt: isBeforeStart ? receivedAt : time.at,
    endReceivedAt: receivedAt,
    endReason: message.reason,
    endTokenUid: message.token?.uid ?? null,
    meterStopWh: message.meterStopWh ?? endReading(message.samples) ?? folded.meterLastWh,
    lastSeqNo: message.seqNo ?? session.lastSeqNo,
    endSeqNo: message.seqNo,
    anomalies: withAnomalies(known, time.isSuspect || isBeforeStart ? ["ClockSuspect"] : []),
  });
}

/** Ended by its own stop; one closed as lost still waits for it. */
const isSettled = (session: ChargingSession): boolean => session.phase === "Ended" && session.endReason !== "LostStop";

/** Closed because a newer one began on the same connector; a late stop still settles it (quirk E2). */
export function applyLostStop(session: ChargingSession, at: Date, receivedAt: Date): ChargingSession {
  return settleEnergy({
    ...session,
    phase: "Ended",
    chargingState: null,
    powerW: null,
    endedAt: at < session.startedAt ? receivedAt : at,
    endReceivedAt: receivedAt,
    endReason: "LostStop",
    meterStopWh: session.meterLastWh ?? session.meterStartWh,
    anomalies: withAnomalies(session.anomalies, ["LostStop"]),
  });
}

/** Live figures follow the newest sample; a register never runs the delivered energy below zero. */
export function foldSamples(session: ChargingSession, samples: readonly MeterSample[]): ChargingSession {
  let next = session;
  for (const sample of samples) next = foldSample(next, sample);
  return next;
}

function foldSample(session: ChargingSession, sample: MeterSample): ChargingSession {
  const isNewest = session.lastSampleAt === null || sample.at >= session.lastSampleAt;
  const meterStartWh = session.meterStartWh ?? sample.energyWh;
  if (!isNewest) return { ...session, meterStartWh };
  const meterLastWh = sample.energyWh ?? session.meterLastWh;
  const isOpen = session.phase === "Active";
  return {
    ...session,
    meterStartWh,
    meterLastWh,
    energyWh: isOpen ? (delivered(meterStartWh, meterLastWh) ?? session.energyWh) : session.energyWh,
    powerW: isOpen ? (sample.powerW ?? session.powerW) : null,
    socPercent: sample.socPercent ?? session.socPercent,
    lastSampleAt: sample.at,
  };
}

function settleEnergy(session: ChargingSession): ChargingSession {
  if (session.phase !== "Ended") return session;
  const { meterStartWh, meterStopWh, meterLastWh } = session;
  const byRegister = difference(meterStartWh, meterStopWh);
  const bySamples = difference(meterStartWh, meterLastWh);
  if (byRegister !== null && byRegister >= 0) return { ...session, energyWh: byRegister };
  const fallback = Math.max(bySamples ?? 0, session.energyWh ?? 0, 0);
  if (byRegister === null) return { ...session, energyWh: bySamples === null ? session.energyWh : fallback };
  return { ...session, energyWh: fallback, anomalies: withAnomalies(session.anomalies, ["MeterRollBack"]) };
}

function delivered(start: number | null, last: number | null): number | null {
  const energy = difference(start, last);
  return energy === null ? null : Math.max(energy, 0);
}

const difference = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : to - from;

const beginReading = (samples: readonly MeterSample[]): number | null =>
  samples.find((sample) => sample.context === "Transaction.Begin")?.energyWh ?? null;

const endReading = (samples: readonly MeterSample[]): number | null =>
  samples.findLast((sample) => sample.context === "Transaction.End")?.energyWh ?? null;

const isNewer = (seqNo: number | null, than: number | null): boolean => seqNo === null || than === null || seqNo > than;

function withAnomalies(known: readonly string[], more: readonly Anomaly[]): readonly string[] {
  return [...new Set([...known, ...more])];
}
