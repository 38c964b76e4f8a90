/** Instants on the wire: RFC 3339 in all its spellings, and the near misses of real stations (quirk D3). */

const TIME = /^(\d{4})-(\d\d)-(\d\d)[T\s](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** A time without a zone is UTC. Null for what names no instant. */
export function readTime(text: string): Date | null {
  const [, year, month, day, hour, minute, second = "0", fraction = "", zone = "Z"] = TIME.exec(text.trim()) ?? [];
  const midnight = midnightOf(Number(year), Number(month), Number(day));
  if (midnight === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  // A leap second counts as the last one of its minute: dates have none.
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Math.min(Number(second), 59);
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  const at = midnight + seconds * 1000 + milliseconds - offsetMs(zone);
  return isWritable(at) ? new Date(at) : null;
}

/** A zone may lead out of the years that have four digits: no database and no peer reads those. */
const isWritable = (at: number): boolean => at >= FIRST_MS && at <= LAST_MS;
const FIRST_MS = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

function midnightOf(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = year >= 1 && month >= 1 && month <= 12 && date.getUTCDate() === day;
  return isReal ? date.getTime() : null;
}

/** Milliseconds and Z: some stations fail on anything else (quirk C13). */
export const writeTime = (at: Date): string => at.toISOString();

function offsetMs(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}
