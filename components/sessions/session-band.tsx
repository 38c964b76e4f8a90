"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { LaneWord, useHistoryWord } from "@/components/stations/history/history-words";
import { StateLane } from "@/components/stations/history/state-lane";
import { TimeAxis } from "@/components/stations/history/time-axis";
import { toBars, totals } from "@/components/stations/history/timeline-bars";
import { useInstantText } from "@/components/time/time";
import type { StateSpan } from "@/lib/domain/state-history";
import { type FrameTick, placeOfTicks } from "./frame-ticks";

export type SessionPast = {
  /** Of its connector. */
  readonly spans: readonly StateSpan[];
  readonly frames: readonly FrameTick[];
  /** There are older ones. */
  readonly areFramesCut: boolean;
};

type Props = SessionPast & {
  readonly sessionId: number;
  readonly window: { readonly from: string; readonly to: string };
  /** Below it, with their axes. */
  readonly hasCurves: boolean;
};

const COLUMNS = 300;
/** The charts' own: their axis on the left, and the room on their right. */
const AS_CHARTS = "pl-12 pr-3";

/** Above the curves, on their axis: what the connector said it did, and when the charger and Kituo spoke. */
export function SessionBand({ spans, frames, areFramesCut, sessionId, window, hasCurves }: Props) {
  const t = useTranslations("sessionBand");
  const textOf = useHistoryWord();
  const bars = useMemo(() => toBars(spans, window, COLUMNS), [spans, window]);
  const drawn = new Set(bars.map(({ word }) => word));
  const words = totals(spans, window).flatMap(({ word }) => (drawn.has(word) ? [word] : []));
  return (
    <figure data-testid="session-band">
      <figcaption className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-sm">
        <span className="font-medium">{t("title")}</span>
        <span className="flex flex-wrap gap-x-3 text-xs text-ink-2">
          {words.map((word) => (
            <LaneWord key={word} word={word} />
          ))}
        </span>
      </figcaption>
      <div className={AS_CHARTS}>
        <StateLane bars={bars} label={t("spoken", { states: words.map(textOf).join(", ") })} />
        <FrameTicks frames={frames} window={window} />
      </div>
      {hasCurves ? null : <TimeAxis {...window} most={6} className="mr-3 ml-12" />}
      <p className="mt-1 pl-12 text-xs text-ink-3">
        {areFramesCut ? t("framesCut", { count: frames.length }) : t("frames", { count: frames.length })}{" "}
        <Link
          prefetch={false}
          href={`/messages?session=${sessionId}`}
          className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {t("all")}
        </Link>
      </p>
    </figure>
  );
}

type TickProps = Pick<Props, "frames" | "window">;

/** One mark for each message; those that went wrong are higher and red. */
function FrameTicks({ frames, window }: TickProps) {
  const t = useTranslations("sessionBand");
  const instantText = useInstantText();
  const placed = useMemo(() => placeOfTicks(frames, window), [frames, window]);
  return (
    <svg role="img" aria-label={t("frames", { count: frames.length })} width="100%" height="14" className="block">
      {placed.map(({ frame, share }) => {
        const x = `${share * 100}%`;
        const isOk = frame.result === "Ok";
        return (
          <line
            key={frame.id}
            data-frame={frame.action ?? ""}
            x1={x}
            x2={x}
            y1={isOk ? 3 : 0}
            y2={12}
            strokeWidth={1.5}
            className={isOk ? (frame.direction === "In" ? "stroke-ink-3" : "stroke-accent") : "stroke-fault"}
          >
            <title>{`${instantText(frame.at, "seconds")} ${frame.action ?? ""}${isOk ? "" : ` · ${frame.result}`}`}</title>
          </line>
        );
      })}
    </svg>
  );
}
