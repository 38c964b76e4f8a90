"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Flashing } from "@/components/figures/live-figure";
import { Instant } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import type { CampaignOutlook } from "@/lib/domain/firmware/campaign-outlook";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { openWave, waitingOf } from "./wave-progress";

type Props = { readonly campaign: CampaignView; readonly outlook: CampaignOutlook };

/** The six figures one looks at first. What a station only said of itself is counted apart. */
export function CampaignFigures({ campaign, outlook }: Props) {
  const t = useTranslations("campaign.figure");
  const number = useFormatter().number;
  const { totals, spec, waves } = campaign;
  const wave = openWave(waves);
  return (
    <Card aria-label={t("title")} className="mb-5 overflow-hidden">
      <dl className="grid grid-cols-2 gap-px bg-line sm:grid-cols-3 lg:grid-cols-[repeat(4,minmax(0,1fr))_minmax(0,1.6fr)_minmax(0,1.3fr)] [&>div]:bg-surface">
        <Figure
          name={t("updated")}
          testId="figure-updated"
          of={t("of", { count: number(totals.total) })}
          value={number(totals.succeeded)}
        >
          {totals.unverified === 0 ? t("allVerified") : t("unverified", { count: totals.unverified })}
        </Figure>
        <Figure
          name={t("inFlight")}
          testId="figure-active"
          of={t("of", { count: number(spec.inFlightMax) })}
          value={number(totals.active)}
        >
          {t("inFlightHint")}
        </Figure>
        <Figure name={t("failed")} testId="figure-failed" value={number(totals.failed)} isBad={totals.failed > 0}>
          {wave === null ? t("noWave") : t("budget", { failed: wave.failed, max: wave.rule.failuresMax })}
        </Figure>
        <Figure name={t("lost")} testId="figure-lost" value={number(totals.lost)} isBad={totals.lost > 0}>
          {wave === null ? t("noWave") : t("limit", { max: wave.rule.lostMax })}
        </Figure>
        <Figure name={t("waiting")} testId="figure-waiting" value={number(waitingOf(campaign))}>
          <Waiting campaign={campaign} />
        </Figure>
        <div className="flex flex-col gap-0.5 px-4 py-3">
          <dt className="text-xs text-ink-3">{campaign.finishedAt === null ? t("expectedEnd") : t("ended")}</dt>
          <dd className="text-sm font-medium" data-testid="figure-end">
            <End campaign={campaign} outlook={outlook} />
          </dd>
        </div>
      </dl>
    </Card>
  );
}

type FigureProps = {
  readonly name: string;
  readonly value: string;
  readonly of?: string;
  readonly isBad?: boolean;
  readonly testId: string;
  readonly children: ReactNode;
};

function Figure({ name, value, of, isBad = false, testId, children }: FigureProps) {
  return (
    <div className="flex flex-col gap-0.5 px-4 py-3">
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd>
        <span className={isBad ? "text-fault-ink" : undefined} data-testid={testId}>
          <span className="live-figure text-xl font-semibold tabular-nums">
            <Flashing text={value} />
          </span>
          {of === undefined ? null : <span className="ml-1 text-sm text-ink-3 tabular-nums">{of}</span>}
        </span>
        <span className="block text-xs text-ink-2">{children}</span>
      </dd>
    </div>
  );
}

/** "offline 22 · car is charging 14", each a filter of the list below. */
function Waiting({ campaign }: { readonly campaign: CampaignView }) {
  const t = useTranslations("campaign");
  const known = campaign.waiting.filter(({ blockedBy }) => blockedBy !== null).slice(0, 4);
  if (known.length === 0) return t(campaign.status === "Running" ? "figure.nobodyHeldUp" : "figure.untilItRuns");
  return known.map(({ blockedBy, jobs }, place) => (
    <span key={blockedBy}>
      {place === 0 ? null : " · "}
      <Link
        href={`/firmware/campaigns/${campaign.id}?blocked=${blockedBy ?? ""}`}
        scroll={false}
        className="underline decoration-line-strong underline-offset-2 hover:text-ink"
      >
        {blockedBy === null ? null : t(`blockedShort.${blockedBy}`)} {jobs}
      </Link>
    </span>
  ));
}

function End({ campaign, outlook }: Props) {
  const t = useTranslations("campaign.figure");
  if (campaign.finishedAt !== null) return <Instant at={campaign.finishedAt} />;
  if (campaign.status === "Paused") return t("standsStill");
  if (campaign.status === "Aborting" || campaign.status === "Closing") return t("finishing");
  return (
    <>
      {outlook.expectedEndAt === null ? t("noEnd") : <Instant at={outlook.expectedEndAt} />}
      <span className="block text-xs font-normal text-ink-2">{t("expectedHint")}</span>
    </>
  );
}
