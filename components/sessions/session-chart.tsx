"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ComponentProps, useMemo, useState } from "react";
import { useFigures } from "@/components/figures/use-figures";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { StateSpan } from "@/lib/domain/state-history";
import type { SamplePoint } from "@/lib/domain/station-view";
import { SessionBand } from "./session-band";
import { type Curve, toCurve } from "./session-curve";

const LineChart = dynamic(() => import("@/components/figures/line-chart").then((module) => module.LineChart), {
  ssr: false,
  loading: () => <Skeleton className="h-48" />,
});

type Props = {
  readonly samples: readonly SamplePoint[];
  /** Null where its time tells nothing. */
  readonly band: ComponentProps<typeof SessionBand> | null;
};

/** What the connector did, power and energy over time, one under the other: two scales on one axis mislead. The same as a table. */
export function SessionChart({ samples, band }: Props) {
  const t = useTranslations("chart");
  const [isTable, setTable] = useState(false);
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")}>
        {samples.length === 0 ? null : (
          <Button size="small" variant="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? t("asChart") : t("asTable")}
          </Button>
        )}
      </CardHeader>
      {isTable ? <SampleTable samples={samples} /> : <Figures samples={samples} band={band} />}
    </Card>
  );
}

function Figures({ samples, band }: Props) {
  const t = useTranslations("chart");
  const spans = band?.spans ?? null;
  const curve = useMemo(() => toCurve(samples, spans === null ? [] : silencesOf(spans)), [samples, spans]);
  return (
    <>
      {band === null ? null : (
        <div className="px-4 pt-4">
          <SessionBand {...band} />
        </div>
      )}
      {samples.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
      ) : (
        <Charts curve={curve} window={band?.window ?? null} />
      )}
    </>
  );
}

/** When nobody could hear the charger. */
const silencesOf = (spans: readonly StateSpan[]) =>
  spans
    .filter(({ word }) => word === "Offline" || word === "Unknown")
    .map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));

const hasValue = (column: readonly (number | null)[]): boolean => column.some((value) => value !== null);

type ChartsProps = { readonly curve: Curve; readonly window: { readonly from: string; readonly to: string } | null };

function Charts({ curve, window }: ChartsProps) {
  const t = useTranslations("chart");
  const { from = null, to = null } = window ?? {};
  const span = useMemo(
    (): readonly [number, number] =>
      from === null || to === null
        ? [curve.at[0] ?? 0, curve.at.at(-1) ?? 0]
        : [Date.parse(from) / 1000, Date.parse(to) / 1000],
    [from, to, curve],
  );
  const figures = [
    {
      key: "power",
      label: t("power"),
      unit: "kW",
      values: curve.kilowatts,
      tone: "--energy",
      isFilled: true,
      digits: 1,
    },
    {
      key: "energy",
      label: t("energy"),
      unit: "kWh",
      values: curve.kilowattHours,
      tone: "--text",
      isFilled: false,
      digits: 2,
    },
    { key: "soc", label: t("soc"), unit: "%", values: curve.percent, tone: "--ready", isFilled: false, digits: 0 },
  ].filter(({ values }) => hasValue(values));
  return (
    <div className="flex flex-col gap-4 p-4">
      {figures.map(({ key, ...figure }) => (
        <LineChart key={key} at={curve.at} span={span} {...figure} />
      ))}
    </div>
  );
}

function SampleTable({ samples }: { readonly samples: readonly SamplePoint[] }) {
  const t = useTranslations("chart");
  const figures = useFigures();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div tabIndex={0} role="region" aria-label={t("asTable")} className="max-h-96 overflow-auto">
      <Table>
        <thead className="sticky top-0 bg-surface">
          <tr>
            <HeaderCell>{t("time")}</HeaderCell>
            <HeaderCell className="text-right">kW</HeaderCell>
            <HeaderCell className="text-right">{t("register")}</HeaderCell>
            <HeaderCell className="text-right">{t("socShort")}</HeaderCell>
            <HeaderCell className="text-right">A</HeaderCell>
            <HeaderCell className="text-right">V</HeaderCell>
          </tr>
        </thead>
        <tbody>
          {samples.map((sample, place) => (
            <tr key={`${sample.at}/${place}`}>
              <Cell>
                <Instant at={sample.at} precise />
              </Cell>
              <Cell className={NUMBER}>{figures.kilowatts(sample.powerW) ?? "—"}</Cell>
              <Cell className={NUMBER}>{figures.kilowattHours(sample.energyWh) ?? "—"}</Cell>
              <Cell className={NUMBER}>{figures.percent(sample.socPercent) ?? "—"}</Cell>
              <Cell className={NUMBER}>{sample.currentA === null ? "—" : figures.whole(sample.currentA)}</Cell>
              <Cell className={NUMBER}>{sample.voltageV === null ? "—" : figures.whole(sample.voltageV)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
