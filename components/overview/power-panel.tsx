"use client";

import { useTranslations } from "next-intl";
import { Flashing } from "@/components/figures/live-figure";
import { useNow } from "@/components/live/use-live";
import { Skeleton } from "@/components/ui/skeleton";
import { FRESH_MAX_MS } from "@/lib/domain/fresh-figure";
import type { PowerNow, Today, Trends } from "@/lib/domain/overview/overview-view";
import { type Panel, PanelCard, PanelTrouble } from "./panel";
import { PowerCurve } from "./power-curve";
import { OLD_AFTER_MS, ReadAt } from "./read-at";
import { useLargeFigures } from "./use-large-figures";

type Props = {
  readonly today: Panel<Today>;
  readonly trends: Panel<Trends> | null;
  readonly readTrendsAgain: () => void;
  /** When `today` was read. */
  readonly readAt: string;
};

/** What the fleet draws now, and has drawn over six hours. */
export function PowerPanel({ today, trends, readTrendsAgain, readAt }: Props) {
  const t = useTranslations("overview");
  const beside = today.state === "Read" ? <ReadAt at={readAt} oldAfterMs={OLD_AFTER_MS} /> : null;
  return (
    <PanelCard name={t("power")} title={t("power")} panel={today} beside={beside}>
      {({ power }) => (
        <div className="flex flex-col gap-2 px-4 py-3">
          <Now power={power} readAt={readAt} />
          {trends === null ? <Skeleton className="appear-late h-44" /> : null}
          {trends?.state === "Read" ? <PowerCurve series={trends.value.power} now={power} readAt={readAt} /> : null}
          {trends === null || trends.state === "Read" ? null : (
            <PanelTrouble panel={trends} onRetry={readTrendsAgain} />
          )}
        </div>
      )}
    </PanelCard>
  );
}

/** Of what was told long ago nobody knows whether it is still drawn: then it is no figure of now. */
function Now({ power: { watts, running, told }, readAt }: { readonly power: PowerNow; readonly readAt: string }) {
  const t = useTranslations("overview");
  const unknown = useTranslations("figure");
  const figures = useLargeFigures();
  const isPast = useNow() - Date.parse(readAt) > FRESH_MAX_MS;
  const figure = watts === null || isPast ? null : figures.power(watts);
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
