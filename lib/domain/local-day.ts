/** Days as people at a place count them. */

export type LocalDay = { readonly startsAt: Date; readonly endsAt: Date };

const HOUR_MS = 3_600_000;

/** The day at a place that an instant lies in; 23 to 25 hours long where clocks change. `timeZone`: IANA name. */
export function localDay(now: Date, timeZone: string): LocalDay {
  const startsAt = midnightBefore(now, timeZone);
  return { startsAt, endsAt: midnightBefore(new Date(startsAt.getTime() + 30 * HOUR_MS), timeZone) };
}

function midnightBefore(at: Date, timeZone: string): Date {
  const first = new Date(at.getTime() - sinceMidnightMs(at, timeZone));
  // A clock that was changed since then shows here as another time than midnight.
  const offMs = sinceMidnightMs(first, timeZone);
  if (offMs === 0) return first;
  return new Date(first.getTime() + (offMs > 12 * HOUR_MS ? 24 * HOUR_MS - offMs : -offMs));
}

function sinceMidnightMs(at: Date, timeZone: string): number {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium", hourCycle: "h23" }).format(at);
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return (hours * 3_600 + minutes * 60 + seconds) * 1000 + (at.getTime() % 1000);
}
