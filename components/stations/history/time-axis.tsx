"use client";

import { useFormatter, useTimeZone } from "next-intl";
import { useMemo } from "react";
import { ticks } from "./timeline-bars";

const HOUR_MINUTE = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DAY = { weekday: "short", day: "numeric" } as const;
const DAY_MS = 86_400_000;

type Props = { readonly from: string; readonly to: string; readonly most: number; readonly className?: string };

/** Full hours below a lane; days where it is longer than two of them. */
export function TimeAxis({ from, to, most, className = "" }: Props) {
  const format = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  const found = useMemo(
    // The last label would be cut off at the edge.
    () => ticks({ from, to }, timeZone, most).filter(({ share }) => share < 1 - 0.5 / most),
    [from, to, timeZone, most],
  );
  const shape = Date.parse(to) - Date.parse(from) > 2 * DAY_MS ? DAY : HOUR_MINUTE;
  return (
    <div aria-hidden className={`relative h-4 overflow-hidden text-2xs text-ink-3 tabular-nums ${className}`}>
      {found.map(({ at, share }) => (
        <span
          key={at}
          className="absolute border-l border-line-strong pl-1 leading-4 whitespace-nowrap"
          style={{ left: `${share * 100}%` }}
        >
          {format.dateTime(new Date(at), shape)}
        </span>
      ))}
    </div>
  );
}
