/**
 * Which session a message means that names none, or one we do not know: a station that never got its id says 0,
 * -1, or makes one up (quirk E3). Decided by what contradicts and what proves; where two can be meant, none is.
 */
import type { ChargingSession } from "./charging-session";
import type { MeterSample } from "./meter-value";
import type { SessionEnded, SessionStarted } from "./station-message";
import { tokenKey } from "./token";

/** `isProven`: by its card or its register, not just as the only one left. */
export type Meant = { readonly session: ChargingSession; readonly isProven: boolean };

/** Do two cards belong together: the same one, or of the same group? */
export type SameHolder = (one: string, other: string) => boolean;

export const sameCard: SameHolder = (one, other) => tokenKey(one) === tokenKey(other);

const CLOCK_WRONG_MS = 30 * 24 * 3600 * 1000;

/** What no queue of a station waits for: a time this old is a wrong clock rather than a late message. */
const isClockWrong = (at: Date, receivedAt: Date): boolean => receivedAt.getTime() - at.getTime() > CLOCK_WRONG_MS;

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
  const isEarlier = at < session.startedAt && !isClockWrong(message.at, receivedAt);
  const isLater = session.endReason === "LostStop" && session.endedAt !== null && at > session.endedAt;
  if (isEarlier || isLater) return true;
  const shown = session.meterLastWh ?? session.meterStartWh;
  const hasToken = isTold(token?.uid) && isTold(session.tokenUid);
  // A register below what was shown is another meter's, unless the card says that it is this one (quirk E10).
  return !hasToken && meterStopWh !== null && shown !== null && meterStopWh < shown;
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

/** Nothing that charges cars delivers more in one session; Wh. */
const SESSION_MAX_WH = 2_000_000;

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
  if (stop.endedAt === null || (at > stop.endedAt && !isClockWrong(message.at, receivedAt))) return false;
  if (meterStartWh === null || stop.meterStopWh === null) return false;
  const deliveredWh = stop.meterStopWh - meterStartWh;
  return deliveredWh >= 0 && deliveredWh <= SESSION_MAX_WH && (stop.meterStartWh ?? meterStartWh) >= meterStartWh;
}

function isProvenStop(stop: ChargingSession, { token, meterStartWh }: SessionStarted): boolean {
  if (stop.meterStartWh !== null) return stop.meterStartWh === meterStartWh;
  return isTold(token?.uid) && isTold(stop.tokenUid) && sameCard(token.uid, stop.tokenUid);
}

const isTold = (uid: string | null | undefined): uid is string => uid !== undefined && uid !== null && uid !== "";

const beginReading = (samples: readonly MeterSample[]): number | null =>
  samples.find(({ context, energyWh }) => context === "Transaction.Begin" && energyWh !== null)?.energyWh ?? null;
