/** What keeps a station from being sent to: of its own, and of its site's windows. Limits are in `limits`. */
import { quietOf } from "./ask";
import type { JobFacts, StationFacts } from "./campaign-snapshot";
import type { Blocker, JobReason } from "./campaign-states";
import { type Draft, secondsFrom } from "./draft";
import { isLastUsable } from "./limits";
import { nextWindow, openWindow, type WindowSpan } from "./windows";

/** Something of the station itself, that no slot and no window would cure. */
export function stationBlocker(draft: Draft, job: JobFacts): Blocker | null {
  const { station } = job;
  if (station.lock !== null) return "StationLocked";
  if (!station.isOnline || station.isBlocked) return "Offline";
  if (station.isInOtherCampaign) return "OtherCampaign";
  if (station.isUpdatingByHand) return "StationBusyUpdating";
  return sessionBlocker(draft, job);
}

function sessionBlocker(draft: Draft, job: JobFacts): Blocker | null {
  const { station } = job;
  const { sessionPolicy } = draft.campaign.spec;
  if (sessionPolicy === "LetStationWait" && station.can.waitsByItself) return null;
  if (sessionPolicy === "Drain") return isReserved(station) && drainsOf(job).length === 0 ? "Reserved" : null;
  if (station.hasSession) return "SessionActive";
  if (hasCar(station)) return "PluggedIn";
  return isReserved(station) ? "Reserved" : null;
}

export const isIdle = (station: StationFacts): boolean => !station.hasSession && !hasCar(station);

const hasCar = ({ connectors }: StationFacts): boolean => connectors.some(({ status }) => status === "Occupied");
const isReserved = ({ connectors }: StationFacts): boolean => connectors.some(({ status }) => status === "Reserved");

/** What was taken out of service for this job and is not back. */
export const drainsOf = ({ id, station }: JobFacts): StationFacts["restores"] =>
  station.restores.filter(({ jobId, isDone }) => jobId === id && !isDone);

/** An idle station is out of service within that, or did not hear. */
const DRAIN_SECONDS = 300;

/** Nothing charges there, and it is in service still: the order was lost, or refused. */
export function isDrainLost({ now }: Draft, job: JobFacts): boolean {
  const left = drainsOf(job).filter(({ isDrained }) => !isDrained);
  return isIdle(job.station) && left.some(({ orderedAt }) => now >= secondsFrom(orderedAt, DRAIN_SECONDS));
}

/** A window that closes ends no update; it only keeps new ones from beginning (§7). */
export function windowBlocker(draft: Draft, { station: { timeZone } }: JobFacts): Blocker | null {
  const open = windowNow(draft, timeZone);
  if (open === null) return "OutsideWindow";
  const closesTooSoon = open.closesAt < secondsFrom(draft.now, draft.campaign.spec.windowLeftSecondsMin);
  return closesTooSoon ? "WindowTooShort" : null;
}

function windowNow(draft: Draft, timeZone: string): WindowSpan | null {
  const known = draft.windows.get(timeZone);
  if (known !== undefined) return known;
  const open = openWindow(draft.campaign.spec.windows, timeZone, draft.now);
  draft.windows.set(timeZone, open);
  return open;
}

/** Does it hold itself up, and not the queue it stands in? Told by what is known of it, not by what was shown last. */
function holdsItselfUp(draft: Draft, job: JobFacts): boolean {
  if (stationBlocker(draft, job) !== null || isLastUsable(draft, job)) return true;
  if (draft.campaign.spec.sessionPolicy === "Drain" && !isIdle(job.station)) return true;
  if (isDrainLost(draft, job)) return true;
  const quiet = quietOf(job, draft.now);
  return quiet === "Busy" || quiet === "Silent";
}

/**
 * Why a job may be given up that was ready too long; null where only a limit or a pause stands in its way, or where it
 * waits for the next of windows that it could have been sent in: then it was the queue that was long.
 */
export function expiryReason(draft: Draft, job: JobFacts): JobReason | null {
  const own = stationBlocker(draft, job);
  if (own === "Offline") return "Offline";
  if (own !== null) return "NeverIdle";
  if (windowBlocker(draft, job) !== null) return hadWindow(draft, job) ? null : "NoWindow";
  return holdsItselfUp(draft, job) ? "NeverIdle" : null;
}

/** Was there since it was ready a window with enough of it left? */
function hadWindow(draft: Draft, { station: { timeZone }, readyAt, statusAt }: JobFacts): boolean {
  const { windows, windowLeftSecondsMin } = draft.campaign.spec;
  let from = readyAt ?? statusAt;
  while (from < draft.now) {
    const span = nextWindow(windows, timeZone, from);
    if (span === null || span.opensAt >= draft.now) return false;
    if (span.closesAt >= secondsFrom(Math.max(span.opensAt, from), windowLeftSecondsMin)) return true;
    from = span.closesAt;
  }
  return false;
}

/** Cannot be sent for so long that its wave no longer waits for it (late pool). */
export const isStraggler = (draft: Draft, job: JobFacts): boolean =>
  job.status === "Ready" &&
  draft.now >= secondsFrom(job.readyAt ?? job.statusAt, draft.campaign.spec.stragglerSeconds) &&
  holdsItselfUp(draft, job);
