"use client";

import "uplot/dist/uPlot.min.css";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useEffect, useRef, useState } from "react";
import UPlot from "uplot";

/** What the time axis shows at least. */
const SPAN_SECONDS_MIN = 60;

type Props = {
  /** Seconds since 1970. */
  readonly at: readonly number[];
  readonly values: readonly (number | null)[];
  readonly label: string;
  readonly unit: string;
  /** A custom property that holds the colour. */
  readonly tone: string;
  readonly isFilled: boolean;
  readonly digits: number;
  /** What the time axis shows, in seconds since 1970; all figures of a page over one another share it. */
  readonly span: readonly [number, number];
};

const HEIGHT = 168;

/** One figure over time. Charts on one page share their cursor; gaps stay gaps. */
export function LineChart(props: Props) {
  const { at, values, label, unit, digits } = props;
  const t = useTranslations("chart");
  const format = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  const { resolvedTheme } = useTheme();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const made = new UPlot(plotOptions(props, element.clientWidth, timeZone, setCursor), [[], []], element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- drawn anew for another look; new data go in below
  }, [resolvedTheme, timeZone, props.tone, props.isFilled]);

  useEffect(() => {
    plot.current?.setData([[...at], [...values]]);
  }, [at, values, resolvedTheme, timeZone]);

  const [first, last] = props.span;
  useEffect(() => {
    // A single instant has no span of its own; without one the axis would show years.
    plot.current?.setScale("x", { min: first, max: Math.max(last, first + SPAN_SECONDS_MIN) });
  }, [first, last, at, values, resolvedTheme, timeZone]);

  const shown = cursor ?? lastKnown(values);
  const value = shown === null ? null : (values[shown] ?? null);
  const number = (told: number): string =>
    format.number(told, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const second = shown === null ? undefined : at[shown];
  return (
    <figure>
      <figcaption className="mb-1 flex items-baseline justify-between gap-3 text-sm">
        <span className="font-medium">
          {label} <span className="font-normal text-ink-3">{unit}</span>
        </span>
        <span className="text-ink-2 tabular-nums">
          {value === null ? "—" : `${number(value)} ${unit}`}
          {second === undefined ? null : (
            <span className="ml-2 text-ink-3">
              {format.dateTime(new Date(second * 1000), {
                hour: "2-digit",
                minute: "2-digit",
                second: "2-digit",
                hourCycle: "h23",
              })}
            </span>
          )}
        </span>
      </figcaption>
      <div
        ref={place}
        role="img"
        aria-label={t("spoken", { label, most: number(Math.max(0, ...known(values))), unit })}
        className="h-44"
      />
    </figure>
  );
}

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);

function lastKnown(values: readonly (number | null)[]): number | null {
  const place = values.findLastIndex((value) => value !== null);
  return place === -1 ? null : place;
}

type OnCursor = (place: number | null) => void;

function plotOptions(
  { tone, isFilled, digits }: Props,
  width: number,
  timeZone: string,
  onCursor: OnCursor,
): UPlot.Options {
  const styles = getComputedStyle(document.documentElement);
  const colour = (name: string): string => styles.getPropertyValue(name).trim();
  const stroke = colour(tone);
  const axis = {
    stroke: colour("--text-3"),
    font: `11px ${styles.fontFamily}`,
    grid: { stroke: colour("--border"), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    tzDate: (second) => UPlot.tzDate(new Date(second * 1000), timeZone),
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: "session" }, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { auto: false },
      y: { range: (_plot, _least, most) => [0, Math.max(most * 1.08, 0.1)] },
    },
    axes: [
      { ...axis, size: 36, grid: { show: false }, values: HOUR_AND_MINUTE },
      {
        ...axis,
        size: 48,
        values: (_plot, splits) =>
          splits.map((split) => split.toFixed(splits.some((other) => other % 1 !== 0) ? Math.max(digits, 1) : 0)),
      },
    ],
    series: [
      {},
      {
        stroke,
        width: 1.75,
        spanGaps: false,
        points: { show: false },
        ...(isFilled ? { fill: `color-mix(in oklch, ${stroke} 12%, transparent)` } : {}),
      },
    ],
    hooks: { setCursor: [({ cursor: { idx } }) => onCursor(idx ?? null)] },
  };
}

/** uPlot's own table of time labels, in 24 hours: [least step in seconds, label, then what follows at a new year, month, day, …]. */
const HOUR_AND_MINUTE: (string | number | null)[][] = [
  [86_400, "{D} {MMM}", null, null, null, null, null, null, 1],
  [60, "{HH}:{mm}", null, null, "\n{D} {MMM}", null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", null, null, null, null, null, null, 1],
];
