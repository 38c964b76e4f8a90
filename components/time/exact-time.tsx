"use client";

import { useLocale, useTimeZone } from "next-intl";
import { INTL_LOCALES } from "@/lib/i18n/intl-locale";
import type { Locale } from "@/lib/i18n/locale";

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
function formatOf(locale: Locale, timeZone: string, shape: "time" | "day"): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${shape}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(INTL_LOCALES[locale], { ...(shape === "time" ? TIME : DAY), timeZone });
  formats.set(key, made);
  return made;
}

/** The time of day with its milliseconds, for logs; in UTC on hover. */
export function ExactTime({ at }: { readonly at: string }) {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "UTC";
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap tabular-nums">
      {formatOf(locale, timeZone, "time").format(new Date(at))}
    </time>
  );
}

/** The calendar day an instant falls on for the viewer: "Sun, 22 Nov 2026". */
export function useDayText(): (at: string) => string {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "UTC";
  return (at) => formatOf(locale, timeZone, "day").format(new Date(at));
}
