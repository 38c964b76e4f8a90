"use client";

import { useFormatter, useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { CampaignSummary } from "@/lib/domain/firmware/campaign-view";

export type WaveCounts = Pick<
  CampaignSummary["waves"][number],
  "total" | "active" | "succeeded" | "failed" | "skipped" | "expired" | "cancelled"
>;

const SEGMENTS = ["updated", "active", "failed", "left", "waiting"] as const;
type Segment = (typeof SEGMENTS)[number];

/** Hatched where it moves, plain where it is decided: told apart without colour too. */
const FILLS: Readonly<Record<Segment, string>> = {
  updated: "bg-ready dark:bg-[color-mix(in_oklch,var(--ready)_75%,var(--surface))]",
  active: "bg-energy bg-[repeating-linear-gradient(135deg,transparent_0_3px,var(--surface)_3px_4px)]",
  failed: "bg-fault",
  left: "bg-off/55",
  waiting: "bg-line",
};

const countsOf = (wave: WaveCounts): Readonly<Record<Segment, number>> => {
  const left = wave.skipped + wave.expired + wave.cancelled;
  const decided = wave.succeeded + wave.active + wave.failed + left;
  return {
    updated: wave.succeeded,
    active: wave.active,
    failed: wave.failed,
    left,
    waiting: Math.max(0, wave.total - decided),
  };
};

/**
 * One wave as a bar. What there is has at least 4 px, so that one failure in 300 is seen. Its numbers are its name for
 * screen readers; whoever shows it puts the important ones beside it in digits.
 */
export function WaveBar({ wave, name, className }: { wave: WaveCounts; name: string; className?: string }) {
  const words = useWaveWords();
  const counts = countsOf(wave);
  const text = words(name, wave);
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className={classNames("flex h-2.5 min-w-2 gap-px overflow-hidden rounded-sm bg-sunken", className)}
    >
      {SEGMENTS.filter((segment) => counts[segment] > 0).map((segment) => (
        <span
          key={segment}
          data-segment={segment}
          style={{ flexGrow: counts[segment] }}
          className={classNames("h-full min-w-1 basis-0", FILLS[segment])}
        />
      ))}
    </span>
  );
}

/** All waves of a campaign in a row, each as long as it has stations, none shorter than 10 px. */
export function WaveBars({ waves }: { readonly waves: CampaignSummary["waves"] }) {
  const t = useTranslations("firmware");
  if (waves.every(({ total }) => total === 0)) return <span className="text-sm text-ink-3">{t("noWavesYet")}</span>;
  return (
    <span className="flex w-full gap-1">
      {waves.map((wave) => (
        <span key={wave.index} className="flex min-w-2.5 basis-0" style={{ flexGrow: wave.total }}>
          <WaveBar wave={wave} name={wave.name} className="w-full" />
        </span>
      ))}
    </span>
  );
}

/** What the fills mean. */
export function WaveLegend() {
  const t = useTranslations("firmware.segment");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-3">
      {SEGMENTS.map((segment) => (
        <li key={segment} className="flex items-center gap-1.5">
          <span aria-hidden className={classNames("h-2.5 w-4 rounded-sm", FILLS[segment])} />
          {t(segment)}
        </li>
      ))}
    </ul>
  );
}

/** "Canary: 12 of 12 updated, 0 in progress, 0 failed, 0 left out, 0 waiting". */
export function useWaveWords(): (name: string, wave: WaveCounts) => string {
  const t = useTranslations("firmware");
  const format = useFormatter();
  return (name, wave) => {
    const { updated, active, failed, left, waiting } = countsOf(wave);
    const number = (value: number): string => format.number(value);
    return t("waveWords", {
      name,
      updated: number(updated),
      total: number(wave.total),
      active: number(active),
      failed: number(failed),
      left: number(left),
      waiting: number(waiting),
    });
  };
}
