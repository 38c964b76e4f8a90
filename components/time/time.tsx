"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useNow } from "@/components/live/use-live";
import type { Locale } from "@/lib/i18n/locale";
import { toSpan } from "./duration";

/** Words for a length of time: "12 s", "4 min", "2 h 4 min", "3 d 4 h". */
export function useSpanText(): (ms: number) => string {
  const t = useTranslations("time");
  return (ms) => {
    const { unit, first, second } = toSpan(ms);
    return t(unit, { first, second });
  };
}

/** How long ago, counted on server time. */
export function Age({ at }: { readonly at: string }) {
  const t = useTranslations("time");
  const spanText = useSpanText();
  const now = useNow();
  const instantText = useInstantText();
  return (
    <time dateTime={at} title={instantText(at)} className="tabular-nums">
      {t("ago", { span: spanText(now - Date.parse(at)) })}
    </time>
  );
}

/** How long since, without "ago": for states that last. */
export function Since({ at }: { readonly at: string }) {
  const spanText = useSpanText();
  const now = useNow();
  const instantText = useInstantText();
  return (
    <time dateTime={at} title={instantText(at)} className="tabular-nums">
      {spanText(now - Date.parse(at))}
    </time>
  );
}

/** Day before month also in English: an operator's console must not leave open which is which. */
const FORMATS: Readonly<Record<Locale, string>> = { en: "en-GB" };

/** Always 24 hours: the Swahili spoken clock counts from sunrise, so 12-hour text would mislead. */
const SECONDS = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
const MINUTES = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DAY = { day: "numeric", month: "short" } as const;
const YEAR = { ...DAY, year: "numeric" } as const;

type Shape = "seconds" | "daySeconds" | "dayMinutes" | "year" | "whole";
const SHAPES: Readonly<Record<Shape, Intl.DateTimeFormatOptions>> = {
  seconds: SECONDS,
  daySeconds: { ...DAY, ...SECONDS },
  dayMinutes: { ...DAY, ...MINUTES },
  year: YEAR,
  whole: { ...YEAR, ...SECONDS, timeZoneName: "short" },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a thousand times what using it does. */
function formatOf(locale: Locale, timeZone: string, shape: Shape): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${shape}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(FORMATS[locale], { ...SHAPES[shape], timeZone });
  formats.set(key, made);
  return made;
}

/** In the reader's time, unless told to be in that of another place. */
export function useInstantText(place?: string): (at: string, shape?: Shape) => string {
  const locale = useLocale();
  const own = useTimeZone() ?? "UTC";
  const timeZone = place ?? own;
  return (at, shape = "whole") => formatOf(locale, timeZone, shape).format(new Date(at));
}

const HALF_DAY_MS = 12 * 60 * 60 * 1000;
const HALF_YEAR_MS = 183 * 24 * 60 * 60 * 1000;

/** A moment: the time alone where it is near, the day with it, the year instead of it far off; all of it on hover. */
export function Instant({ at, precise = false }: { readonly at: string; readonly precise?: boolean }) {
  const now = useNow();
  const text = useInstantText();
  const distanceMs = Math.abs(now - Date.parse(at));
  return (
    <time dateTime={at} title={text(at)} className="whitespace-nowrap tabular-nums">
      {text(at, shapeAt(distanceMs, precise))}
    </time>
  );
}

function shapeAt(distanceMs: number, precise: boolean): Shape {
  if (distanceMs < HALF_DAY_MS) return "seconds";
  if (precise) return "daySeconds";
  return distanceMs < HALF_YEAR_MS ? "dayMinutes" : "year";
}
