"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import type { CompositeSchedule } from "@/lib/domain/charging-profile";
import type { CompositeScheduleView } from "@/lib/domain/charging-profile-view";

type Props = { readonly schedule: CompositeScheduleView; readonly told: CompositeSchedule };

type Step = { readonly startSeconds: number; readonly limit: number | null };

const WIDTH = 1_000;
const HEIGHT = 200;
const HEADROOM = 1.15;

/** Limits over time, as steps: what the charger told, and what is expected of it. */
export function StepChart({ schedule, told }: Props) {
  const t = useTranslations("profiles.schedule");
  const format = useFormatter();
  const { durationSeconds, expected, startAt } = schedule;
  const limits = [...told.periods, ...expected].map(({ limit }) => limit ?? 0);
  const most = Math.max(1, ...limits) * HEADROOM;
  const draw = (steps: readonly Step[]): string => path(steps, durationSeconds, most);
  const at = (share: number): string => new Date(Date.parse(startAt) + share * durationSeconds * 1000).toISOString();
  const amount = (limit: number): string => format.number(limit, { maximumFractionDigits: 0 });
  return (
    <figure>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-2xs text-ink-3 tabular-nums">
        <div aria-hidden className="flex flex-col justify-between text-right">
          <span>
            {amount(most)} {told.unit}
          </span>
          <span>{amount(most / 2)}</span>
          <span>0</span>
        </div>
        <svg
          role="img"
          aria-label={t("spoken", { most: amount(Math.max(...limits)), unit: told.unit })}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-40 w-full border-b border-l"
        >
          <line
            x1={0}
            x2={WIDTH}
            y1={HEIGHT / 2}
            y2={HEIGHT / 2}
            className="stroke-line"
            vectorEffect="non-scaling-stroke"
          />
          <path d={`${draw(told.periods)} V ${HEIGHT} H 0 Z`} className="fill-energy-soft" />
          <path
            d={draw(told.periods)}
            className="fill-none stroke-energy"
            strokeWidth={2}
            vectorEffect="non-scaling-stroke"
          />
          <path
            d={draw(expected)}
            className="fill-none stroke-ink-2"
            strokeWidth={1.5}
            strokeDasharray="5 4"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <span />
        <div aria-hidden className="flex justify-between pt-1">
          {[0, 0.5, 1].map((share) => (
            <Instant key={share} at={at(share)} />
          ))}
        </div>
      </div>
      <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="h-0.5 w-5 bg-energy" />
          {t("legendTold")}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="w-5 border-t-2 border-dashed border-ink-2" />
          {t("legendExpected")}
        </span>
      </figcaption>
    </figure>
  );
}

/** Where nothing limits there is no line. */
function path(steps: readonly Step[], durationSeconds: number, most: number): string {
  const x = (seconds: number): number => Math.round((Math.min(seconds, durationSeconds) / durationSeconds) * WIDTH);
  const y = (limit: number): number => Math.round((1 - limit / most) * HEIGHT);
  let isPenDown = false;
  const parts = steps.map(({ startSeconds, limit }, index) => {
    if (limit === null) {
      isPenDown = false;
      return "";
    }
    const end = steps[index + 1]?.startSeconds ?? durationSeconds;
    const lead = isPenDown ? `V ${y(limit)}` : `M ${x(startSeconds)} ${y(limit)}`;
    isPenDown = true;
    return `${lead} H ${x(end)}`;
  });
  return parts.filter((part) => part !== "").join(" ");
}
