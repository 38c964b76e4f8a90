"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFigures } from "@/components/figures/use-figures";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import type { EnergyStep } from "@/lib/domain/explain-energy";
import { RESOLUTIONS } from "@/lib/domain/session-review";

type Props = { readonly identity: string; readonly steps: readonly EnergyStep[] };

/** From frames to kWh: which reading stands at the start and the end, and why. */
export function EnergyStory({ identity, steps }: Props) {
  const t = useTranslations("energyStory");
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")} />
      <ol className="divide-y">
        {steps.map((step, place) => (
          <li
            // The steps are a fixed sequence; two of one kind differ by their place alone.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={`${step.step}/${place}`}
            data-step={step.step}
            className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 gap-y-0.5 px-4 py-2 text-sm data-[step=Result]:bg-sunken data-[step=Result]:font-semibold"
          >
            <span>
              <StepWords step={step} />
            </span>
            <StepFigure step={step} />
            <StepSource identity={identity} step={step} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function StepWords({ step }: { readonly step: EnergyStep }): ReactNode {
  const t = useTranslations("energyStory");
  const figures = useFigures();
  const kwh = (wh: number): string => figures.kilowattHours(wh) ?? "—";
  switch (step.step) {
    case "StartHeard":
      return step.wasLate ? t("StartHeardLate") : t("StartHeard");
    case "StartNeverHeard":
      return t("StartNeverHeard");
    case "StopHeard":
      if (step.isFirst) return t("StopHeard");
      return step.meterStopWh === null
        ? t("StopHeardAgainSilent")
        : t("StopHeardAgain", { value: kwh(step.meterStopWh) });
    case "ClockCorrected":
      return (
        <>
          {step.of === "Start" ? t("ClockStart") : t("ClockStop")} <Instant at={step.used} precise />
        </>
      );
    case "MatchedWithoutId":
      return step.isProven ? t("MatchedProven") : t("MatchedOnly");
    case "ClosedByUs":
      return t(step.because);
    case "StartRegister":
      return t(`start.${step.source}`);
    case "StopRegister":
      return t(`stop.${step.source}`);
    case "RanBack":
      return t("RanBack", { from: kwh(step.fromWh), to: kwh(step.toWh) });
    case "Decided":
      return <DecisionWords step={step} />;
    case "Result":
      return t(`result.${step.method}`);
  }
}

function DecisionWords({ step }: { readonly step: Extract<EnergyStep, { step: "Decided" }> }) {
  const t = useTranslations("energyStory");
  const known = RESOLUTIONS.find((name) => name === step.resolution);
  return (
    <>
      {known === undefined ? step.resolution : t(known, { by: step.by })}
      {step.note === null ? null : <span className="block text-ink-2">“{step.note}”</span>}
    </>
  );
}

function StepFigure({ step }: { readonly step: EnergyStep }) {
  const figures = useFigures();
  const wh = figureOf(step);
  if (wh === undefined) return <span />;
  return (
    <span className="text-right tabular-nums">
      {figures.kilowattHours(wh) ?? "—"} <span className="text-ink-3">kWh</span>
    </span>
  );
}

function figureOf(step: EnergyStep): number | null | undefined {
  if (step.step === "StartRegister" || step.step === "StopRegister") return step.wh;
  return step.step === "Result" ? step.energyWh : undefined;
}

/** When the charger says it was, and the frame that said so. */
function StepSource({ identity, step }: { readonly identity: string; readonly step: EnergyStep }) {
  const t = useTranslations("energyStory");
  const at = "at" in step ? step.at : null;
  const heardAt = "heardAt" in step && !BY_US.has(step.step) ? step.heardAt : null;
  if (at === null) return null;
  return (
    <span className="col-span-2 flex flex-wrap gap-x-3 text-xs font-normal text-ink-3">
      <Instant at={at} precise />
      {heardAt === null ? null : (
        <Link
          prefetch={false}
          href={messageHref(identity, heardAt)}
          className="text-accent underline underline-offset-2"
        >
          {t("message")}
        </Link>
      )}
    </span>
  );
}

const BY_US: ReadonlySet<EnergyStep["step"]> = new Set<EnergyStep["step"]>(["ClosedByUs", "Decided"]);

function messageHref(identity: string, heardAt: string): string {
  const until = new Date(Date.parse(heardAt) + 1).toISOString();
  return `/chargers/${encodeURIComponent(identity)}/messages?${new URLSearchParams({ from: heardAt, to: until }).toString()}`;
}
