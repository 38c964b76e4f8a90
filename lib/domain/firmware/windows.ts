/**
 * Maintenance windows in the zone of a site. Instants are compared, never wall times: a window is an hour shorter or
 * longer in the nights when clocks change. A wall time that a change of clocks skips or repeats is read as Temporal's
 * "compatible" does: the later of a gap, the earlier of a fold.
 */
import { Temporal } from "temporal-polyfill";
import type { UpdateWindow } from "./campaign-spec";

/** Milliseconds since 1970; `closesAt` is the first that is outside. */
export type WindowSpan = { readonly opensAt: number; readonly closesAt: number };

/** No windows: at any time. */
const ALWAYS: WindowSpan = { opensAt: Number.NEGATIVE_INFINITY, closesAt: Number.POSITIVE_INFINITY };
/** A week has every weekday, and a day more in case this week's is nearly over. */
const DAYS_AHEAD = 8;

/** The window that is open at this instant; of several, the one that stays open longest. Null where none is. */
export function openWindow(windows: readonly UpdateWindow[], timeZone: string, at: number): WindowSpan | null {
  if (windows.length === 0) return ALWAYS;
  const today = dateAt(timeZone, at);
  // One that began yesterday may still be open.
  const spans = [today.subtract({ days: 1 }), today].flatMap((date) => spansOn(windows, timeZone, date));
  return longestLeft(spans.filter((span) => span.opensAt <= at && at < span.closesAt));
}

/** The window that is open at this instant, or else the next one to open. Null where there is none within a week. */
export function nextWindow(windows: readonly UpdateWindow[], timeZone: string, from: number): WindowSpan | null {
  const open = openWindow(windows, timeZone, from);
  if (open !== null) return open;
  const today = dateAt(timeZone, from);
  for (let days = 0; days <= DAYS_AHEAD; days += 1) {
    const ahead = spansOn(windows, timeZone, today.add({ days })).filter((span) => span.opensAt >= from);
    const [first] = ahead.toSorted((a, b) => a.opensAt - b.opensAt);
    if (first !== undefined) return first;
  }
  return null;
}

const dateAt = (timeZone: string, at: number): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();

/** Windows that begin on this local day. One that a change of clocks leaves nothing of is none. */
function spansOn(windows: readonly UpdateWindow[], timeZone: string, date: Temporal.PlainDate): readonly WindowSpan[] {
  return windows
    .filter((window) => window.days.includes(date.dayOfWeek))
    .map(({ start, end }) => ({
      opensAt: instantOf(date, start, timeZone),
      closesAt: instantOf(end <= start ? date.add({ days: 1 }) : date, end, timeZone),
    }))
    .filter((span) => span.opensAt < span.closesAt);
}

const instantOf = (date: Temporal.PlainDate, wallTime: string, timeZone: string): number =>
  date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(wallTime) }).epochMilliseconds;

function longestLeft(spans: readonly WindowSpan[]): WindowSpan | null {
  return spans.reduce<WindowSpan | null>(
    (best, span) => (best === null || span.closesAt > best.closesAt ? span : best),
    null,
  );
}
