"use client";

import { useId } from "react";
import { FAMILIES, type Family } from "@/components/stations/shown-status";
import type { HistoryWord } from "@/lib/domain/state-history";
import type { Bar } from "./timeline-bars";

const HEIGHT = 28;
/** The lane's foot; above it is room for the mark of a fault. */
const FOOT = 26;

const FILLS: Readonly<Record<Family, string>> = {
  // So much of the bright green would glow on a dark page.
  ready: "fill-ready dark:fill-[color-mix(in_oklch,var(--ready)_75%,var(--surface))]",
  energy: "fill-energy",
  occ: "fill-occ",
  warn: "fill-warn",
  fault: "fill-fault",
  off: "fill-off",
};

/** How high a state stands, so that the lane reads without colour too: the more goes on, the higher. */
const HEIGHTS: Partial<Readonly<Record<HistoryWord, number>>> = {
  Charging: 18,
  Fault: 18,
  PausedByCharger: 14,
  Preparing: 10,
  Finishing: 8,
  Available: 6,
  Reserved: 9,
  OutOfService: 3,
};
const OTHERWISE = 12;

type Props = { readonly bars: readonly Bar[]; readonly label: string };

/** One connector over time. Offline is a dashed line, what nobody knows is hatched, and neither has a colour of its own. */
export function StateLane({ bars, label }: Props) {
  const hatch = useId();
  return (
    <svg role="img" aria-label={label} width="100%" height={HEIGHT} className="block" data-lane>
      <Hatch id={hatch} />
      <line x1="0" x2="100%" y1={FOOT + 0.5} y2={FOOT + 0.5} className="stroke-line" />
      {bars.map((bar) => (
        <LaneBar key={bar.start} bar={bar} hatch={hatch} />
      ))}
    </svg>
  );
}

/** A state as it looks on a lane, for the legend. */
export function LaneSwatch({ word }: { readonly word: HistoryWord }) {
  const hatch = useId();
  return (
    <svg aria-hidden width="16" height={HEIGHT - 8} viewBox={`0 8 16 ${HEIGHT - 8}`} className="block shrink-0">
      <Hatch id={hatch} />
      <line x1="0" x2="16" y1={FOOT + 0.5} y2={FOOT + 0.5} className="stroke-line" />
      <LaneBar bar={{ word, start: 0, end: 1 }} hatch={hatch} />
    </svg>
  );
}

function Hatch({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" className="fill-sunken" />
        <rect width="1.25" height="5" className="fill-line-strong" />
      </pattern>
    </defs>
  );
}

const percent = (share: number): string => `${Math.round(share * 1e5) / 1e3}%`;

function LaneBar({ bar: { word, start, end }, hatch }: { readonly bar: Bar; readonly hatch: string }) {
  const x = percent(start);
  const width = percent(end - start);
  if (word === "NeverConnected") return <rect data-word={word} x={x} y={FOOT} width={width} height={1} fill="none" />;
  if (word === "Offline") {
    const y = FOOT - 9;
    return (
      <line
        data-word={word}
        x1={x}
        x2={percent(end)}
        y1={y}
        y2={y}
        strokeWidth={2}
        strokeDasharray="4 3"
        className="stroke-off"
      />
    );
  }
  if (word === "Unknown") {
    return <rect data-word={word} x={x} y={FOOT - 18} width={width} height={18} fill={`url(#${hatch})`} />;
  }
  const height = HEIGHTS[word] ?? OTHERWISE;
  return (
    <>
      <rect
        data-word={word}
        x={x}
        y={FOOT - height}
        width={width}
        height={height}
        className={FILLS[FAMILIES[word]]}
        shapeRendering="crispEdges"
      />
      {word === "Fault" ? <FaultMark share={(start + end) / 2} /> : null}
    </>
  );
}

/** A fault of a minute is thinner than a pixel of a week; its mark is not. */
function FaultMark({ share }: { readonly share: number }) {
  return (
    <svg x={percent(share)} y="0" width="1" height="8" overflow="visible" aria-hidden>
      <path d="M0 0 4.5 7h-9z" className="fill-fault" />
    </svg>
  );
}
