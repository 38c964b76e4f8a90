/** Lengths of time. `Intl.DurationFormat` is not in every Node we run on, and server and browser must agree. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The two largest units of a length of time: { unit: "hours", first: 2, second: 4 } is 2 h 4 min. */
export type Span = {
  readonly unit: "seconds" | "minutes" | "hours" | "days";
  readonly first: number;
  readonly second: number;
};

export function toSpan(ms: number): Span {
  const length = Math.max(0, ms);
  if (length < MINUTE) return { unit: "seconds", first: Math.floor(length / SECOND), second: 0 };
  if (length < HOUR) return { unit: "minutes", first: Math.floor(length / MINUTE), second: 0 };
  if (length < DAY)
    return { unit: "hours", first: Math.floor(length / HOUR), second: Math.floor((length % HOUR) / MINUTE) };
  return { unit: "days", first: Math.floor(length / DAY), second: Math.floor((length % DAY) / HOUR) };
}

/** `2:04:10`: hours, minutes, seconds, as on a meter. */
export function clockText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / SECOND);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
