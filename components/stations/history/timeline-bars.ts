import { type HistoryWord, type StateSpan, within } from "@/lib/domain/state-history";

/** A stretch of a lane in one state; shares of the lane's width from 0 to 1. */
export type Bar = { readonly word: HistoryWord; readonly start: number; readonly end: number };

/** Of a column that holds several states, the first of these is what it shows; of the rest, the longest. */
const WORST_FIRST: readonly HistoryWord[] = ["Fault", "Offline", "Unknown", "NeverConnected"];

type Window = { readonly from: string; readonly to: string };

/**
 * A lane of at most `columns` bars, however many spans there are. Nothing bad is lost for being short, and no
 * column is drawn as better than the worst that it holds.
 */
export function toBars(spans: readonly StateSpan[], window: Window, columns: number): readonly Bar[] {
  const begin = Date.parse(window.from);
  const width = (Date.parse(window.to) - begin) / columns;
  const held = within(spans, window).map(({ word, from, to }) => ({
    word,
    from: (Date.parse(from) - begin) / width,
    to: (Date.parse(to) - begin) / width,
  }));
  const bars: Bar[] = [];
  let first = 0;
  for (let column = 0; column < columns; column += 1) {
    while (first < held.length && (held[first]?.to ?? 0) <= column) first += 1;
    const word = wordOf(held, first, column);
    const last = bars.at(-1);
    const end = (column + 1) / columns;
    if (last?.word === word) bars[bars.length - 1] = { ...last, end };
    else bars.push({ word, start: column / columns, end });
  }
  return bars;
}

type Held = { readonly word: HistoryWord; readonly from: number; readonly to: number };

function wordOf(held: readonly Held[], first: number, column: number): HistoryWord {
  const lengths = new Map<HistoryWord, number>();
  for (let place = first; place < held.length; place += 1) {
    const span = held[place];
    if (span === undefined || span.from >= column + 1) break;
    const length = Math.min(span.to, column + 1) - Math.max(span.from, column);
    lengths.set(span.word, (lengths.get(span.word) ?? 0) + length);
  }
  const worst = WORST_FIRST.find((word) => lengths.has(word));
  const longest = [...lengths].toSorted((a, b) => b[1] - a[1])[0]?.[0];
  // What no span tells of, nobody knows.
  return worst ?? longest ?? "Unknown";
}

/** How long each state lasted within the window, the longest first; milliseconds. */
export function totals(
  spans: readonly StateSpan[],
  window: Window,
): readonly { readonly word: HistoryWord; readonly ms: number }[] {
  const sums = new Map<HistoryWord, number>();
  for (const { word, from, to } of within(spans, window)) {
    sums.set(word, (sums.get(word) ?? 0) + Date.parse(to) - Date.parse(from));
  }
  return [...sums].map(([word, ms]) => ({ word, ms })).toSorted((a, b) => b.ms - a.ms);
}

export type Tick = { readonly at: number; readonly share: number };

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;

/** Full hours by the wall clock of a time zone, some apart so that at most `most` of them stand in the window. */
export function ticks(window: Window, timeZone: string, most: number): readonly Tick[] {
  const begin = Date.parse(window.from);
  const length = Date.parse(window.to) - begin;
  const hourOf = wallHour(timeZone);
  const apart = [1, 2, 3, 6, 12, 24].find((hours) => length / (hours * HOUR_MS) <= most) ?? 24;
  // Zones are quarters of an hour apart from each other at the least.
  const found: Tick[] = [];
  for (let at = Math.ceil(begin / QUARTER_MS) * QUARTER_MS; at < begin + length; at += QUARTER_MS) {
    const hour = hourOf(at);
    if (hour !== null && hour % apart === 0) found.push({ at, share: (at - begin) / length });
  }
  const step = Math.ceil(found.length / most);
  return found.filter((_tick, place) => place % Math.max(step, 1) === 0);
}

/** The hour of an instant that is a full one by the wall clock; else null. */
function wallHour(timeZone: string): (at: number) => number | null {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (at) => {
    const [hour, minute] = format.format(at).split(":");
    return minute === "00" ? Number(hour) : null;
  };
}
