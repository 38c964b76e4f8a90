"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { LineChart } from "@/components/figures/line-chart";
import { Flashing } from "@/components/figures/live-figure";
import { Skeleton } from "@/components/ui/skeleton";
import type { PowerNow, PowerSeries, Today, Trends } from "@/lib/domain/overview/overview-view";
import { type Panel, PanelCard, PanelTrouble } from "./panel";
import { ReadAt } from "./read-at";
import { useLargeFigures } from "./use-large-figures";

type Props = { readonly today: Panel<Today>; readonly trends: Panel<Trends> | null; readonly readAgain: () => void };

/** A minute is when it is read again; two and some is too long. */
const OLD_AFTER_MS = 150_000;

/** What the fleet draws now, and has drawn over six hours. */
export function PowerPanel({ today, trends, readAgain }: Props) {
  const t = useTranslations("overview");
  const beside = trends?.state === "Read" ? <ReadAt at={trends.value.readAt} oldAfterMs={OLD_AFTER_MS} /> : null;
  return (
    <PanelCard name={t("power")} title={t("power")} panel={today} beside={beside}>
      {({ power }) => (
        <div className="flex flex-col gap-2 px-4 py-3">
          <Now power={power} />
          {trends === null ? <Skeleton className="appear-late h-44" /> : null}
          {trends?.state === "Read" ? <Curve series={trends.value.power} /> : null}
          {trends === null || trends.state === "Read" ? null : <PanelTrouble panel={trends} onRetry={readAgain} />}
        </div>
      )}
    </PanelCard>
  );
}

function Now({ power: { watts, running, told } }: { readonly power: PowerNow }) {
  const t = useTranslations("overview");
  const unknown = useTranslations("figure");
  const figures = useLargeFigures();
  const figure = watts === null ? null : figures.power(watts);
  return (
    <p className="flex flex-wrap items-baseline gap-x-3">
      <span data-testid="power-now" className="text-xl font-semibold tabular-nums">
        {figure === null ? (
          <span className="text-ink-3">
            <span aria-hidden>—</span>
            <span className="sr-only">{unknown("unknown")}</span>
          </span>
        ) : (
          <>
            <Flashing text={figure.text} /> <span className="text-[0.7em] font-normal text-ink-3">{figure.unit}</span>
          </>
        )}
      </span>
      <span className="text-xs text-ink-3">{t("powerOf", { told, running })}</span>
    </p>
  );
}

const KILO = 1000;

function Curve({ series }: { readonly series: PowerSeries }) {
  const t = useTranslations("overview");
  const at = useMemo(() => series.at.map((instant) => Date.parse(instant) / 1000), [series]);
  const values = useMemo(() => series.watts.map((watts) => (watts === null ? null : watts / KILO)), [series]);
  if (values.every((value) => value === null || value === 0)) {
    return <p className="py-6 text-center text-sm text-ink-2">{t("noPower")}</p>;
  }
  return <LineChart at={at} values={values} label={t("lastHours")} unit="kW" tone="--energy" isFilled digits={1} />;
}
