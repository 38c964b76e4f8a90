"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Flashing } from "@/components/figures/live-figure";
import { useInstantText } from "@/components/time/time";
import { type StartSuccess, type Today, type Trends, UPTIME_DAYS } from "@/lib/domain/overview/overview-view";
import { type Panel, PanelCard } from "./panel";
import { useLargeFigures } from "./use-large-figures";

type Props = { readonly today: Panel<Today>; readonly trends: Panel<Trends> | null };

/** The day since midnight where the viewer is. Uptime comes by itself, later, from what is read once a minute. */
export function TodayPanel({ today, trends }: Props) {
  const t = useTranslations("overview");
  const instant = useInstantText();
  const beside =
    today.state === "Read" ? (
      <span className="text-xs text-ink-3">{t("since", { time: instant(today.value.from, "dayMinutes") })}</span>
    ) : null;
  return (
    <PanelCard name={t("today")} title={t("today")} panel={today} beside={beside}>
      {(value) => <Figures today={value} trends={trends} />}
    </PanelCard>
  );
}

function Figures({ today, trends }: { readonly today: Today; readonly trends: Panel<Trends> | null }) {
  const t = useTranslations("overview");
  const format = useFormatter();
  const figures = useLargeFigures();
  const energy = figures.energy(today.energyWh);
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-b-lg bg-line [&>div]:bg-surface">
      <Figure
        name={t("energy")}
        testId="today-energy"
        note={today.energyUnknown === 0 ? null : t("energyUnknown", { count: today.energyUnknown })}
      >
        <Flashing text={energy.text} /> <Unit>{energy.unit}</Unit>
      </Figure>
      <Figure name={t("sessions")} testId="today-sessions" note={null}>
        <Flashing text={format.number(today.sessions)} />
      </Figure>
      <Starts starts={today.starts} />
      <UptimeFigure trends={trends} />
    </dl>
  );
}

function Starts({ starts: { tries, successes } }: { readonly starts: StartSuccess }) {
  const t = useTranslations("overview");
  const percent = usePercent();
  return (
    <Figure
      name={t("starts")}
      testId="today-starts"
      note={tries === 0 ? t("noTries") : t("tries", { successes, tries })}
    >
      {tries === 0 ? <Unknown /> : <Flashing text={percent(successes / tries)} />}
    </Figure>
  );
}

/** Nothing is said of it before it was read. */
function UptimeFigure({ trends }: { readonly trends: Panel<Trends> | null }) {
  const t = useTranslations("overview");
  const percent = usePercent();
  const name = t("uptime", { days: UPTIME_DAYS });
  if (trends?.state !== "Read") {
    return (
      <Figure name={name} testId="uptime" note={trends === null ? null : t("panel.failed")}>
        <Unknown />
      </Figure>
    );
  }
  const { share, chargers } = trends.value.uptime;
  return (
    <Figure name={name} testId="uptime" note={t("uptimeNote", { count: chargers })}>
      {share === null ? <Unknown /> : percent(share)}
    </Figure>
  );
}

type FigureProps = {
  readonly name: string;
  readonly testId: string;
  readonly note: string | null;
  readonly children: ReactNode;
};

function Figure({ name, testId, note, children }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5 px-4 py-3">
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd data-testid={testId} className="text-xl font-semibold tabular-nums">
        {children}
      </dd>
      {note === null ? null : <dd className="text-xs text-ink-3">{note}</dd>}
    </div>
  );
}

const Unit = ({ children }: { readonly children: ReactNode }) => (
  <span className="text-[0.7em] font-normal text-ink-3">{children}</span>
);

/** Unknown is a dash, never a zero. */
function Unknown() {
  const t = useTranslations("figure");
  return (
    <span className="text-ink-3">
      <span aria-hidden>—</span>
      <span className="sr-only">{t("unknown")}</span>
    </span>
  );
}

function usePercent(): (share: number) => string {
  const format = useFormatter();
  // Cut, not rounded: what is not whole is never shown as 100 %.
  return (share) => format.number(Math.floor(share * 1000) / 1000, { style: "percent", maximumFractionDigits: 1 });
}
