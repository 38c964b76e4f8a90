/**
 * Which session a message means that names none, or one we do not know: a station that never got its id says 0,
 * -1, or makes one up (quirk E3). Decided by what contradicts and what proves; where two can be meant, none is.
 */
import { type ChargingSession } from "./charging-session";
import type { MeterSample } from "./meter-value";
import { plausibleTime } from "./plausible-time";
import type { SessionEnded, SessionStarted } from "./station-message";
import { tokenKey } from "./token";

/** `isProven`: by its card or its register, not just as the only one left. */
export type Meant = { readonly session: ChargingSession; readonly isProven: boolean };

/** Do two cards belong together: the same one, or of the same group? */
export type SameHolder = (one: string, other: string) => boolean;

export const sameCard: SameHolder = (one, other) => tokenKey(one) === tokenKey(other);

/** No battery on wheels takes more at once: what would, is the register of another connector. Wh. */
const SESSION_MAX_WH = 500_000;

const CLOCK_WRONG_MS = 30 * 24 * 3600 * 1000;

/** May the time contradict? It was told, can be right, and is not older than what a queue holds. */
function isSure(told: Date, receivedAt: Date): boolean {
  const isTold = told.getTime() !== receivedAt.getTime();
  const age = receivedAt.getTime() - told.getTime();
  return isTold && age <= CLOCK_WRONG_MS && !plausibleTime(told, receivedAt).isSuspect;
}

/** Still running, or closed by us and waiting for its own stop. */
export const awaitsStop = ({ phase, endReason }: ChargingSession): boolean =>
  phase === "Active" || endReason === "LostStop" || endReason === "ClosedByOperator";

type StopToMatch = {
  readonly message: SessionEnded;
  /** By a clock that can be right. */
  readonly at: Date;
  readonly receivedAt: Date;
  readonly isSameHolder: SameHolder;
};

/** The session that a stop ends. `needsProof`: it names an id that is none of ours. */
export function sessionMeantByStop(
  sessions: readonly ChargingSession[],
  stop: StopToMatch,
  needsProof: boolean,
): Meant | null {
  const possible = sessions.filter((session) => awaitsStop(session) && !contradicts(session, stop));
  const proven = possible.filter((session) => isProvenBy(session, stop));
  const [best, ...others] = proven.length > 0 ? proven : possible;
  if (best === undefined || others.length > 0) return null;
  const isProven = proven.length > 0;
  return needsProof && !isProven ? null : { session: best, isProven };
}

function contradicts(session: ChargingSession, stop: StopToMatch): boolean {
  const { message, isSameHolder } = stop;
  const isForeign = holder(message.token?.uid, session.tokenUid, isSameHolder) === false;
  return isForeign || isTimeForeign(session, stop) || isRegisterForeign(session, message);
}

function isTimeForeign(session: ChargingSession, { message, at, receivedAt }: StopToMatch): boolean {
  if (!isSure(message.at, receivedAt) || !isStartSure(session)) return false;
  const isAfterLoss = session.endReason === "LostStop" && session.endedAt !== null && at > session.endedAt;
  return at < session.startedAt || isAfterLoss;
}

function isRegisterForeign(session: ChargingSession, { samples, token, meterStopWh }: SessionEnded): boolean {
  const begin = beginReading(samples);
  if (begin !== null && session.meterStartWh !== null && begin !== session.meterStartWh) return true;
  const countedOn = counted(session, meterStopWh);
  if (countedOn === null) return false;
  const hasCards = isTold(token?.uid) && isTold(session.tokenUid);
  // A register below what was shown is another meter's, unless the card says that it is this one (quirk E10).
  return countedOn > SESSION_MAX_WH || (countedOn < 0 && !hasCards);
}

function isProvenBy(session: ChargingSession, { message, isSameHolder }: StopToMatch): boolean {
  const begin = beginReading(message.samples);
  if (begin !== null && session.meterStartWh !== null) return begin === session.meterStartWh;
  const isHolder = holder(message.token?.uid, session.tokenUid, isSameHolder) === true;
  return isHolder && (counted(session, message.meterStopWh) ?? 0) >= 0;
}

/** How far the register has counted on since it was last shown; null where that is not known. */
function counted({ meterLastWh, meterStartWh }: ChargingSession, stopWh: number | null): number | null {
  const shown = meterLastWh ?? meterStartWh;
  return stopWh === null || shown === null ? null : stopWh - shown;
}

/** Are both cards of one holder? Null where one of them was not told. */
function holder(one: Uid, other: Uid, isSameHolder: SameHolder): boolean | null {
  return isTold(one) && isTold(other) ? isSameHolder(one, other) : null;
}

type StartToMatch = { readonly message: SessionStarted; readonly at: Date; readonly receivedAt: Date };

/** The stop that was heard before its start: offline messages come in any order. */
export function stopMeantByStart(stops: readonly ChargingSession[], start: StartToMatch): Meant | null {
  const possible = stops.filter((stop) => isPossibleStop(stop, start));
  const proven = possible.filter((stop) => isProvenStop(stop, start.message));
  const [best, ...others] = proven.length > 0 ? proven : possible;
  if (best === undefined || others.length > 0) return null;
  return { session: best, isProven: proven.length > 0 };
}

function isPossibleStop(stop: ChargingSession, start: StartToMatch): boolean {
  const isUnclaimed = stop.anomalies.includes("StopWithoutStart") && stop.resolution === null;
  const isElsewhere = stop.evse !== 0 && stop.evse !== start.message.evse;
  if (!isUnclaimed || isElsewhere || stop.endedAt === null) return false;
  const isTooLate = start.at > stop.endedAt && isSure(start.message.at, start.receivedAt);
  return !isTooLate && holder(start.message.token?.uid, stop.tokenUid, sameCard) !== false && fitsRegister(stop, start);
}

function fitsRegister(stop: ChargingSession, { message, receivedAt }: StartToMatch): boolean {
  const { meterStartWh } = message;
  if (meterStartWh === null || stop.meterStopWh === null) return false;
  const deliveredWh = stop.meterStopWh - meterStartWh;
  // Where one session ends the next begins: the same register is both, and only sure times tell which.
  if (deliveredWh === 0) return isSure(message.at, receivedAt) && isEndSure(stop);
  const isBeforeReadings = (stop.meterStartWh ?? meterStartWh) >= meterStartWh;
  return deliveredWh > 0 && deliveredWh <= SESSION_MAX_WH && isBeforeReadings;
}

const isStartSure = ({ startedAt, startReceivedAt, anomalies }: ChargingSession): boolean =>
  !anomalies.includes("ClockSuspect") && startedAt.getTime() !== startReceivedAt.getTime();

const isEndSure = ({ endedAt, endReceivedAt, anomalies }: ChargingSession): boolean =>
  !anomalies.includes("ClockSuspect") && endedAt?.getTime() !== endReceivedAt?.getTime();

function isProvenStop(stop: ChargingSession, { token, meterStartWh }: SessionStarted): boolean {
  if (stop.meterStartWh !== null) return stop.meterStartWh === meterStartWh;
  return holder(token?.uid, stop.tokenUid, sameCard) === true;
}

type Uid = string | null | undefined;
const isTold = (uid: Uid): uid is string => uid !== undefined && uid !== null && uid !== "";

const beginReading = (samples: readonly MeterSample[]): number | null =>
  samples.find(({ context, energyWh }) => context === "Transaction.Begin" && energyWh !== null)?.energyWh ?? null;
