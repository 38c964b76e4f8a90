"use client";

import { useInstantText } from "@/components/time/time";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a thousand times what using it does. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
    timeZoneName: "short",
  });
  formats.set(timeZone, made);
  return made;
}

/** An instant on the clock of a site; the viewer's own on hover. */
export function ZonedTime({ at, timeZone }: { readonly at: string; readonly timeZone: string }) {
  const own = useInstantText();
  return (
    <time dateTime={at} title={own(at)} className="whitespace-nowrap tabular-nums">
      {formatOf(timeZone).format(new Date(at))}
    </time>
  );
}
