"use client";

import { useLocale } from "next-intl";
import { useInstantText } from "@/components/time/time";
import { INTL_LOCALES } from "@/lib/i18n/intl-locale";
import type { Locale } from "@/lib/i18n/locale";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a thousand times what using it does. */
function formatOf(locale: Locale, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(INTL_LOCALES[locale], {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
    timeZoneName: "short",
  });
  formats.set(key, made);
  return made;
}

/** An instant on the clock of a site; the viewer's own on hover. */
export function ZonedTime({ at, timeZone }: { readonly at: string; readonly timeZone: string }) {
  const locale = useLocale();
  const own = useInstantText();
  return (
    <time dateTime={at} title={own(at)} className="whitespace-nowrap tabular-nums">
      {formatOf(locale, timeZone).format(new Date(at))}
    </time>
  );
}
