import type { FilterValue, Operator } from "./filter";
import type { Bound, Range } from "./range";

/** What one value covers, the end not included. */
type Span = { readonly from: number; readonly to: number };

/** Days and instants in UTC where no zone is told; `2h` reaches back from now. */
export function instantRange(value: FilterValue, now: Date): Range<number> | null {
  const age = rangeOf(value, readDuration);
  if (age !== null) return turned(age, now.getTime(), value);
  return spanRange(value, readInstant);
}

export function numberRange(value: FilterValue, unit: number): Range<number> | null {
  return rangeOf(value, (text) => (/^\d{1,12}([.]\d{1,6})?$/.test(text) ? Number(text) * unit : null));
}

export const durationRange = (value: FilterValue): Range<number> | null => rangeOf(value, readDuration);

const UNITS_MS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };

/** `90m`, `1h30m`, `2d`: milliseconds; null where it is none. */
export function readDuration(text: string): number | null {
  if (!/^(\d{1,6}([.]\d{1,3})?[smhdw])+$/i.test(text)) return null;
  const parts = text.toLowerCase().matchAll(/([\d.]+)([smhdw])/g);
  const sum = [...parts].reduce((total, [, n, unit]) => total + Number(n) * (UNITS_MS[unit ?? ""] ?? 0), 0);
  // Beyond that an age leads out of the calendar.
  return sum > 100 * 366 * 864e5 ? null : sum;
}

const DAY = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const INSTANT = /^(\d{4})-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.]\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/i;

/** A year, a month, a day, a minute or a moment. */
function readInstant(text: string): Span | null {
  const [isDay, year, month, day] = DAY.exec(text) ?? [];
  if (isDay !== undefined) return calendarSpan(Number(year), month, day);
  const [isInstant, , seconds, , zone] = INSTANT.exec(text) ?? [];
  if (isInstant === undefined) return null;
  const at = Date.parse(zone === undefined ? `${text}Z` : text);
  if (Number.isNaN(at) || !isWithinCalendar(at)) return null;
  return { from: at, to: at + (seconds === undefined ? 6e4 : 1) };
}

function calendarSpan(year: number, month: string | undefined, day: string | undefined): Span | null {
  const at = new Date(Date.UTC(year, Number(month ?? 1) - 1, Number(day ?? 1)));
  const isReal = at.getUTCMonth() + 1 === Number(month ?? 1) && at.getUTCDate() === Number(day ?? 1);
  if (!isReal || year < 1970) return null;
  const to =
    month === undefined
      ? Date.UTC(year + 1, 0)
      : day === undefined
        ? Date.UTC(year, Number(month))
        : at.getTime() + 864e5;
  return { from: at.getTime(), to };
}

const isWithinCalendar = (at: number): boolean => at >= 0 && at < Date.UTC(9999, 0);

/** What the value reaches from and to, both included where no sign says otherwise; null where it cannot be read. */
export function rangeOf<T>({ operator, text }: FilterValue, read: (text: string) => T | null): Range<T> | null {
  const ends = operator === null ? readEnds(text, read) : null;
  if (ends !== null) {
    const [from, to] = ends;
    return { from: from === "Open" ? null : at(from, true), to: to === "Open" ? null : at(to, true) };
  }
  const value = read(text);
  return value === null ? null : compared(operator, { from: at(value, true), to: at(value, true) });
}

/** `>2026-11-01` is after that day, `<` before it. */
function spanRange({ operator, text }: FilterValue, read: (text: string) => Span | null): Range<number> | null {
  const ends = operator === null ? readEnds(text, read) : null;
  if (ends !== null) {
    const [first, last] = ends;
    return { from: first === "Open" ? null : at(first.from, true), to: last === "Open" ? null : at(last.to, false) };
  }
  const span = read(text);
  if (span === null) return null;
  if (operator === ">") return { from: at(span.to, true), to: null };
  if (operator === "<=") return { from: null, to: at(span.to, false) };
  return compared(operator, { from: at(span.from, true), to: at(span.to, false) });
}

function compared<T>(operator: Operator | null, { from, to }: Range<T>): Range<T> {
  switch (operator) {
    case null:
      return { from, to };
    case "<":
      return { from: null, to: from === null ? null : { ...from, isIncluded: false } };
    case "<=":
      return { from: null, to };
    case ">":
      return { from: to === null ? null : { ...to, isIncluded: false }, to: null };
    case ">=":
      return { from, to: null };
  }
}

/** Longer ago is earlier. An age without a sign is "at most so long ago". */
function turned({ from, to }: Range<number>, now: number, { operator, text }: FilterValue): Range<number> {
  const back = (bound: Bound<number> | null): Bound<number> | null =>
    bound === null ? null : { ...bound, value: now - bound.value };
  if (operator === null && twoEnds(text) === null) return { from: back(to), to: null };
  return { from: back(to), to: back(from) };
}

const at = <T>(value: T, isIncluded: boolean): Bound<T> => ({ value, isIncluded });

/** The ends of `a..b`, of which one may be open; null where it is no range, or an end cannot be read. */
function readEnds<T>(text: string, read: (text: string) => T | null): readonly [T | "Open", T | "Open"] | null {
  const ends = twoEnds(text);
  if (ends === null) return null;
  const [from, to] = ends.map((end) => (end === "" ? "Open" : read(end)));
  return from === undefined || to === undefined || from === null || to === null ? null : [from, to];
}

function twoEnds(text: string): readonly [string, string] | null {
  const [, from, to] = /^(.*?)[.]{2}(.*)$/.exec(text) ?? [];
  return from === undefined || to === undefined || from + to === "" ? null : [from, to];
}
