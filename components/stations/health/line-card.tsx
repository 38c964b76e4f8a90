"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useLiveStation } from "@/components/live/use-live";
import { ConnectivityText } from "@/components/stations/connectivity-text";
import { UnstableChip } from "@/components/stations/unstable-chip";
import { Age, useSpanText } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import type { StationHealth } from "@/lib/domain/health-view";
import type { StationDetail } from "@/lib/domain/station-view";

/** The line to the charger and its clock, now. */
export function LineCard({ health, station }: { readonly health: StationHealth; readonly station: StationDetail }) {
  const t = useTranslations("health");
  const { reconnects } = health;
  // What is stored is up to a minute old.
  const pings = useLiveStation(station.identity)?.pings ?? health.pings;
  return (
    <Card aria-label={t("line")}>
      <CardHeader title={t("line")}>{health.isUnstable ? <UnstableChip /> : null}</CardHeader>
      <dl className="grid gap-x-6 gap-y-3 p-4 sm:grid-cols-2">
        <Figure name={t("state")}>
          <ConnectivityText station={station} />
        </Figure>
        <Figure name={t("reconnects")}>{t("reconnectsIn24", { count: reconnects.last24Hours })}</Figure>
        <Figure name={t("ping")}>
          {pings === null ? (
            <span className="text-ink-3">{t("noPing")}</span>
          ) : (
            <span data-testid="pings">
              {t("pingFigures", { last: pings.lastMs, median: pings.medianMs, max: pings.maxMs })}
            </span>
          )}
        </Figure>
        <Figure name={t("clock")}>
          <Clock clock={health.clock} />
        </Figure>
      </dl>
      {health.isUnstable ? <Warning>{t("unstableHint", { count: reconnects.last15Minutes })}</Warning> : null}
      {health.clock?.isOff === true ? <Warning>{t("clockOff")}</Warning> : null}
    </Card>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}

const Warning = ({ children }: { readonly children: ReactNode }) => (
  <p className="mx-4 mb-4 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">{children}</p>
);

/** What messages take on their way is no error of the clock. */
const RIGHT_MS = 2_000;

function Clock({ clock }: { readonly clock: StationHealth["clock"] }) {
  const t = useTranslations("health");
  const spanText = useSpanText();
  if (clock === null) return <span className="text-ink-3">{t("clockUnknown")}</span>;
  const { offsetMs } = clock;
  const span = spanText(Math.round(Math.abs(offsetMs) / 1_000) * 1_000);
  const word =
    Math.abs(offsetMs) <= RIGHT_MS
      ? t("clockRight", { span: spanText(RIGHT_MS) })
      : t(offsetMs > 0 ? "clockAhead" : "clockBehind", { span });
  return (
    <span data-testid="clock" data-off={clock.isOff}>
      <span className={clock.isOff ? "font-medium text-warn-ink" : undefined}>{word}</span>{" "}
      <span className="text-ink-3">
        · <Age at={clock.checkedAt} />
      </span>
    </span>
  );
}
