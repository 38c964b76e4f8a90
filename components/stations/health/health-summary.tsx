"use client";

import { Check, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card, CardHeader } from "@/components/ui/card";
import type { StationHealth } from "@/lib/domain/health-view";

type Props = {
  readonly health: StationHealth;
  /** How many kinds of deviations it ever had. */
  readonly deviations: number;
  /** Of handshakes that were refused and are not solved. */
  readonly refusals: number;
};

/** How the charger does as a device, in a few lines; the whole of it is on its health page. */
export function HealthSummary({ health, deviations, refusals }: Props) {
  const t = useTranslations("health");
  const { reconnects, clock, pings, isUnstable } = health;
  return (
    <Card aria-label={t("title")} className="h-fit">
      <CardHeader title={t("title")}>
        <Link
          href={`/chargers/${encodeURIComponent(health.identity)}/health`}
          className="text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {t("more")}
        </Link>
      </CardHeader>
      <ul className="flex flex-col gap-1.5 p-4 text-sm">
        <Line testId="reconnects" isWell={!isUnstable}>
          {t("reconnects")} {t("reconnectsIn24", { count: reconnects.last24Hours })}
        </Line>
        <ClockLine clock={clock} />
        {pings === null ? null : <Line isWell>{t("pingShort", { median: pings.medianMs })}</Line>}
        <Line testId="deviations" isWell={deviations === 0}>
          {t("deviationsShort", { count: deviations })}
        </Line>
        {refusals === 0 ? null : <Line isWell={false}>{t("refusalsShort", { count: refusals })}</Line>}
      </ul>
    </Card>
  );
}

function ClockLine({ clock }: Pick<StationHealth, "clock">) {
  const t = useTranslations("health");
  const format = useFormatter();
  if (clock === null) return null;
  const seconds = format.number(Math.abs(clock.offsetMs) / 1000, { maximumFractionDigits: 1 });
  return (
    <Line testId="clock" isWell={!clock.isOff}>
      {t("clockShort", { seconds, side: clock.offsetMs < 0 ? "behind" : "ahead" })}
    </Line>
  );
}

type LineProps = { readonly isWell: boolean; readonly testId?: string; readonly children: ReactNode };

function Line({ isWell, testId, children }: LineProps) {
  const t = useTranslations("health");
  const Icon = isWell ? Check : TriangleAlert;
  return (
    <li className="flex items-start gap-2" data-testid={testId} data-well={isWell}>
      <Icon
        role="img"
        aria-label={isWell ? t("well") : t("notWell")}
        className={`mt-0.5 size-4 shrink-0 ${isWell ? "text-ready-ink" : "text-warn-ink"}`}
      />
      <span className="min-w-0">{children}</span>
    </li>
  );
}
