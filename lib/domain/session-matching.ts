/**
 * Which session a message means that names none, or one we do not know: a station that never got its id says 0,
 * -1, or makes one up (quirk E3). Decided by what contradicts and what proves; where two can be meant, none is.
 */
import { type ChargingSession, plausibleTime } from "./charging-session";
import type { MeterSample } from "./meter-value";
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

function contradicts(session: ChargingSession, { message, at, receivedAt, isSameHolder }: StopToMatch): boolean {
  const { token, meterStopWh } = message;
  if (isTold(token?.uid) && isTold(session.tokenUid) && !isSameHolder(token.uid, session.tokenUid)) return true;
  const isTimed = isSure(message.at, receivedAt) && isStartSure(session);
  const isLater = session.endReason === "LostStop" && session.endedAt !== null && at > session.endedAt;
  if (isTimed && (at < session.startedAt || isLater)) return true;
  const begin = beginReading(message.samples);
  if (begin !== null && session.meterStartWh !== null && begin !== session.meterStartWh) return true;
  const shown = session.meterLastWh ?? session.meterStartWh;
  if (meterStopWh === null || shown === null) return false;
  const hasToken = isTold(token?.uid) && isTold(session.tokenUid);
  // A register below what was shown is another meter's, unless the card says that it is this one (quirk E10).
  return meterStopWh - shown > SESSION_MAX_WH || (!hasToken && meterStopWh < shown);
}

function isProvenBy(session: ChargingSession, { message, isSameHolder }: StopToMatch): boolean {
  const begin = beginReading(message.samples);
  if (begin !== null && session.meterStartWh !== null) return begin === session.meterStartWh;
  const { token, meterStopWh } = message;
  const isHolder = isTold(token?.uid) && isTold(session.tokenUid) && isSameHolder(token.uid, session.tokenUid);
  const shown = session.meterLastWh ?? session.meterStartWh;
  return isHolder && (meterStopWh === null || shown === null || meterStopWh >= shown);
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

function isPossibleStop(stop: ChargingSession, { message, at, receivedAt }: StartToMatch): boolean {
  const { token, evse, meterStartWh } = message;
  const isUnclaimed = stop.anomalies.includes("StopWithoutStart") && stop.resolution === null;
  if (!isUnclaimed || (stop.evse !== 0 && stop.evse !== evse)) return false;
  if (isTold(token?.uid) && isTold(stop.tokenUid) && !sameCard(token.uid, stop.tokenUid)) return false;
  if (stop.endedAt === null || (at > stop.endedAt && isSure(message.at, receivedAt))) return false;
  if (meterStartWh === null || stop.meterStopWh === null) return false;
  const deliveredWh = stop.meterStopWh - meterStartWh;
  // Where one session ends the next begins: the same register is both, and only sure times tell which.
  if (deliveredWh === 0 && !(isSure(message.at, receivedAt) && isEndSure(stop))) return false;
  return deliveredWh >= 0 && deliveredWh <= SESSION_MAX_WH && (stop.meterStartWh ?? meterStartWh) >= meterStartWh;
}

const isStartSure = ({ startedAt, startReceivedAt, anomalies }: ChargingSession): boolean =>
  !anomalies.includes("ClockSuspect") && startedAt.getTime() !== startReceivedAt.getTime();

const isEndSure = ({ endedAt, endReceivedAt, anomalies }: ChargingSession): boolean =>
  !anomalies.includes("ClockSuspect") && endedAt?.getTime() !== endReceivedAt?.getTime();

function isProvenStop(stop: ChargingSession, { token, meterStartWh }: SessionStarted): boolean {
  if (stop.meterStartWh !== null) return stop.meterStartWh === meterStartWh;
  return isTold(token?.uid) && isTold(stop.tokenUid) && sameCard(token.uid, stop.tokenUid);
}

const isTold = (uid: string | null | undefined): uid is string => uid !== undefined && uid !== null && uid !== "";

const beginReading = (samples: readonly MeterSample[]): number | null =>
  samples.find(({ context, energyWh }) => context === "Transaction.Begin" && energyWh !== null)?.energyWh ?? null;
