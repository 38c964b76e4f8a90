"use client";

import {
  CircleCheck,
  CircleDashed,
  Hand,
  Hourglass,
  type LucideIcon,
  Play,
  SquareStop,
  TriangleAlert,
} from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useNow } from "@/components/live/use-live";
import { Instant, useSpanText } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { CampaignOutlook } from "@/lib/domain/firmware/campaign-outlook";
import type { WaveView } from "@/lib/domain/firmware/campaign-view";
import { useDurationWords } from "../duration-words";
import { WaveBar, WaveLegend } from "../wave-bar";
import { successShare, type WaveStep, waveStep } from "./wave-progress";

type Props = { readonly waves: readonly WaveView[]; readonly outlook: CampaignOutlook };

/** The waves as bars, or as a table for who reads figures rather than lengths. */
export function WaveList({ waves, outlook }: Props) {
  const t = useTranslations("campaign.wave");
  const [isTable, setTable] = useState(false);
  if (waves.length === 0) return null;
  return (
    <Card aria-label={t("title")} className="mb-5">
      <CardHeader title={t("title")}>
        <Button
          size="small"
          variant="quiet"
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
          className="print:hidden"
        >
          {t("asTable")}
        </Button>
      </CardHeader>
      {isTable ? (
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("title")}>
          <WaveTable waves={waves} />
        </div>
      ) : (
        <>
          <ol className="flex flex-col gap-4 p-4">
            {waves.map((wave) => (
              <WaveRow key={wave.index} wave={wave} waves={waves} outlook={outlook} />
            ))}
          </ol>
          <div className="border-t px-4 py-2.5">
            <WaveLegend />
          </div>
        </>
      )}
    </Card>
  );
}

const GLYPHS: Readonly<Record<WaveStep["type"], readonly [LucideIcon, string]>> = {
  Waits: [CircleDashed, "text-ink-3"],
  First: [CircleDashed, "text-ink-3"],
  WaitsForGate: [Hand, "text-warn-ink"],
  Running: [Play, "text-energy-ink"],
  Soaking: [Hourglass, "text-energy-ink"],
  Held: [TriangleAlert, "text-fault-ink"],
  Passed: [CircleCheck, "text-ready-ink"],
  Skipped: [SquareStop, "text-ink-3"],
};

function WaveRow({ wave, waves, outlook }: Props & { readonly wave: WaveView }) {
  const format = useFormatter();
  const step = waveStep(wave, waves);
  const [Icon, tone] = GLYPHS[step.type];
  return (
    <li
      className="grid items-center gap-x-4 gap-y-1.5 md:grid-cols-[8rem_minmax(0,1fr)_5rem_minmax(0,20rem)]"
      data-wave={wave.index}
      data-wave-status={wave.status}
    >
      <span className="flex items-baseline justify-between gap-2 font-medium">
        <span className="min-w-0 truncate" title={wave.name}>
          {wave.name}
        </span>
        <span className="text-sm font-normal text-ink-2 tabular-nums md:hidden">
          {format.number(wave.succeeded)} / {format.number(wave.total)}
        </span>
      </span>
      <WaveBar wave={wave} name={wave.name} className="h-3.5" />
      <span className="text-sm whitespace-nowrap tabular-nums max-md:hidden">
        {format.number(wave.succeeded)}
        <span className="text-ink-3"> / {format.number(wave.total)}</span>
        {wave.failed === 0 ? null : <span className="sr-only">, </span>}
      </span>
      <span className="flex items-start gap-1.5 text-sm text-ink-2">
        <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", tone)} />
        <span>
          <StepWords wave={wave} step={step} outlook={outlook} />
        </span>
      </span>
    </li>
  );
}

type StepProps = { readonly wave: WaveView; readonly step: WaveStep; readonly outlook: CampaignOutlook };

/** "passed, 98.3 % (needs 95 %), gate released": the state with the rule it is held against. */
function StepWords({ wave, step, outlook }: StepProps): ReactNode {
  const t = useTranslations("campaign.wave");
  const duration = useDurationWords();
  const share = useShareWords();
  const gate = t(`gate.${wave.gate}`);
  switch (step.type) {
    case "First":
      return t("first");
    case "Waits":
      return t("waits", { name: step.for, gate });
    case "WaitsForGate":
      return t("waitsForGate");
    case "Skipped":
      return t("skipped");
    case "Held":
      return t("held", { share: share(wave) });
    case "Soaking":
      return wave.soakUntil === null
        ? t("soaking", { share: share(wave) })
        : t.rich("soakingUntil", { share: share(wave), at: () => <Instant at={wave.soakUntil ?? ""} /> });
    case "Running":
      return (
        <>
          {t("running", { needs: share(wave), soak: duration(wave.rule.soakSeconds) })}{" "}
          <WindowWords outlook={outlook} />
        </>
      );
    case "Passed":
      return (
        <>
          {t("passed", { share: share(wave) })}
          {wave.overriddenAt === null ? null : `, ${t("overridden")}`}
          {wave.releasedAt === null ? null : `, ${t("released")}`}
        </>
      );
  }
}

/** "98.3 %, needs 95 %". */
function useShareWords(): (wave: WaveView) => string {
  const t = useTranslations("campaign.wave");
  const format = useFormatter();
  const percent = (share: number): string => format.number(share, { style: "percent", maximumFractionDigits: 1 });
  return (wave) => {
    const share = successShare(wave);
    const needs = percent(wave.rule.success);
    return share === null || wave.status === "Running"
      ? t("needs", { needs })
      : t("share", { share: percent(share), needs });
  };
}

function WindowWords({ outlook: { window } }: { readonly outlook: CampaignOutlook }): ReactNode {
  const t = useTranslations("campaign.wave");
  const now = useNow();
  const spanText = useSpanText();
  if (window === null) return null;
  const left = spanText(Date.parse(window.changesAt) - now);
  return t(window.isOpen ? "windowCloses" : "windowOpens", { left, zone: window.timeZone });
}

const COLUMNS = [
  "total",
  "succeeded",
  "unverified",
  "active",
  "failed",
  "lost",
  "skipped",
  "expired",
  "cancelled",
] as const;

export function WaveTable({ waves }: { readonly waves: readonly WaveView[] }) {
  const t = useTranslations("campaign.wave");
  const format = useFormatter();
  return (
    // On paper nothing scrolls: all columns have to find room.
    <Table className="print:[&_td]:px-1 print:[&_th]:px-1 print:[&_th]:whitespace-normal">
      <thead>
        <tr>
          <HeaderCell>{t("name")}</HeaderCell>
          <HeaderCell>{t("state")}</HeaderCell>
          {COLUMNS.map((column) => (
            <HeaderCell key={column} className="text-right">
              {t(`column.${column}`)}
            </HeaderCell>
          ))}
          <HeaderCell className="text-right">{t("column.share")}</HeaderCell>
          <HeaderCell className="text-right">{t("column.needs")}</HeaderCell>
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>td]:border-b-0">
        {waves.map((wave) => {
          const share = successShare(wave);
          const percent = (value: number): string =>
            format.number(value, { style: "percent", maximumFractionDigits: 1 });
          return (
            <tr key={wave.index}>
              <Cell className="font-medium">{wave.name}</Cell>
              <Cell>{t(`status.${wave.status}`)}</Cell>
              {COLUMNS.map((column) => (
                <Cell key={column} className={NUMBER}>
                  {format.number(wave[column])}
                </Cell>
              ))}
              <Cell className={NUMBER}>{share === null ? "—" : percent(share)}</Cell>
              <Cell className={NUMBER}>{percent(wave.rule.success)}</Cell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
