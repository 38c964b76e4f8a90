"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { LineChart } from "@/components/figures/line-chart";
import { useInstantText } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { PowerNow, PowerSeries } from "@/lib/domain/overview/overview-view";

type Point = { readonly at: string; readonly watts: number | null };
type Props = { readonly series: PowerSeries; readonly now: PowerNow; readonly readAt: string };

/** Small fleets in kW, large ones in MW. */
const SCALES = [
  { unit: "MW", watts: 1_000_000 },
  { unit: "kW", watts: 1_000 },
] as const;
type Scale = (typeof SCALES)[number];
const MEGAWATTS_FROM = 10_000_000;

/** Six hours in steps of ten minutes, and now. Gaps stay gaps. */
export function PowerCurve({ series, now, readAt }: Props) {
  const t = useTranslations("overview");
  const chart = useTranslations("chart");
  const [isTable, setIsTable] = useState(false);
  const points = useMemo(() => pointsOf(series, now.watts, readAt), [series, now.watts, readAt]);
  const at = useMemo(() => points.map((point) => Date.parse(point.at) / 1000), [points]);
  const scale = SCALES[Math.max(...points.map(({ watts }) => watts ?? 0)) >= MEGAWATTS_FROM ? 0 : 1];
  const values = useMemo(
    () => points.map(({ watts }) => (watts === null ? null : watts / scale.watts)),
    [points, scale],
  );
  if (values.every((value) => value === null || value === 0)) {
    return <p className="py-6 text-center text-sm text-ink-2">{t("noPower")}</p>;
  }
  return (
    <>
      {isTable ? (
        <PowerTable points={points} scale={scale} />
      ) : (
        <LineChart
          at={at}
          values={values}
          span={[at[0] ?? 0, at.at(-1) ?? 0]}
          label={t("lastHours")}
          unit={scale.unit}
          tone="--energy"
          isFilled
          digits={1}
        />
      )}
      <Button size="small" variant="quiet" className="self-end" onClick={() => setIsTable(!isTable)}>
        {chart(isTable ? "asChart" : "asTable")}
      </Button>
    </>
  );
}

function pointsOf({ at, watts }: PowerSeries, wattsNow: number | null, readAt: string): readonly Point[] {
  const points = at.map((instant, place) => ({ at: instant, watts: watts[place] ?? null }));
  return [...points.filter((point) => point.at < readAt), { at: readAt, watts: wattsNow }];
}

function PowerTable({ points, scale }: { readonly points: readonly Point[]; readonly scale: Scale }) {
  const t = useTranslations("chart");
  const format = useFormatter();
  const instant = useInstantText();
  const power = (watts: number): string =>
    format.number(watts / scale.watts, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div tabIndex={0} role="region" aria-label={t("asTable")} className="max-h-52 overflow-auto">
      <Table>
        <thead className="sticky top-0 bg-surface">
          <tr>
            <HeaderCell>{t("time")}</HeaderCell>
            <HeaderCell className="text-right">{scale.unit}</HeaderCell>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ at, watts }) => (
            <tr key={at}>
              <Cell className="tabular-nums">{instant(at, "dayMinutes")}</Cell>
              <Cell className={NUMBER}>{watts === null ? "—" : power(watts)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
