"use client";

import { useTimeZone } from "next-intl";

const TIME = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
} as const;
const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a thousand times what using it does. */
function formatOf(timeZone: string, shape: "time" | "day"): Intl.DateTimeFormat {
  const key = `${timeZone} ${shape}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", { ...(shape === "time" ? TIME : DAY), timeZone });
  formats.set(key, made);
  return made;
}

/** The time of day with its milliseconds, for logs; in UTC on hover. */
export function ExactTime({ at }: { readonly at: string }) {
  const timeZone = useTimeZone() ?? "UTC";
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap tabular-nums">
      {formatOf(timeZone, "time").format(new Date(at))}
    </time>
  );
}

/** The calendar day an instant falls on for the viewer: "Sun, 22 Nov 2026". */
export function useDayText(): (at: string) => string {
  const timeZone = useTimeZone() ?? "UTC";
  return (at) => formatOf(timeZone, "day").format(new Date(at));
}
