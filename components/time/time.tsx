"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useNow } from "@/components/live/use-live";
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

/** Always 24 hours: the Swahili spoken clock counts from sunrise, so 12-hour text would mislead. */
function useInstantText(): (at: string) => string {
  const format = useFormatter();
  return (at) =>
    format.dateTime(new Date(at), {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    });
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A moment: the time alone where it was today, with the day before that; all of it on hover. */
export function Instant({ at, precise = false }: { readonly at: string; readonly precise?: boolean }) {
  const format = useFormatter();
  const now = useNow();
  const instantText = useInstantText();
  const date = new Date(at);
  const isRecent = Math.abs(now - date.getTime()) < DAY_MS / 2;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return (
    <time dateTime={at} title={instantText(at)} className="whitespace-nowrap tabular-nums">
      {format.dateTime(date, {
        ...(isRecent ? {} : { day: "numeric", month: "short" }),
        ...time,
        ...(precise || isRecent ? { second: "2-digit" } : {}),
      })}
    </time>
  );
}
