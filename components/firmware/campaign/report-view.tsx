"use client";

import { Printer } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Instant, useInstantText } from "@/components/time/time";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { CampaignView, ReportRow, WaveTotals } from "@/lib/domain/firmware/campaign-view";
import { useCampaignStateText } from "../campaign-state";
import { ApprovalList } from "./approval-list";
import type { JournalCheck } from "./event-list";
import { useJobWords } from "./job-words";
import { WaveTable } from "./wave-list";

type Props = {
  readonly campaign: CampaignView;
  /** Those that did not just succeed come first; the file has all. */
  readonly rows: readonly ReportRow[];
  readonly isCut: boolean;
  readonly check: JournalCheck;
  readonly madeAt: string;
};

/** A campaign on paper: what was to be done, what came of it, who stands for it. */
export function ReportView({ campaign, rows, isCut, check, madeAt }: Props) {
  const t = useTranslations("campaign.report");
  const stateText = useCampaignStateText();
  const base = `/firmware/campaigns/${campaign.id}`;
  return (
    <article className="flex flex-col gap-5 print:gap-4">
      <header className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <Link href={base} className="text-sm text-ink-3 hover:text-ink print:hidden">
            {campaign.name}
            <span aria-hidden> ›</span>
          </Link>
          <h1 className="text-lg font-semibold">{t("title", { name: campaign.name })}</h1>
          <p className="text-sm text-ink-2">{stateText(campaign)}</p>
        </div>
        <div className="flex gap-2 print:hidden">
          <ButtonLink href={`${base}/report.csv`} prefetch={false}>
            {t("csv")}
          </ButtonLink>
          <Button onClick={() => window.print()}>
            <Printer aria-hidden className="size-3.5" />
            {t("print")}
          </Button>
        </div>
      </header>
      <Dates campaign={campaign} />
      <Totals totals={campaign.totals} />
      <Card aria-label={t("waves")}>
        <CardHeader title={t("waves")} />
        <div className="overflow-x-auto print:overflow-visible" tabIndex={0} role="group" aria-label={t("waves")}>
          <WaveTable waves={campaign.waves} />
        </div>
      </Card>
      <Reasons campaign={campaign} />
      <ReportRows rows={rows} isCut={isCut} />
      <ApprovalList campaign={campaign} />
      <p className="text-xs text-ink-3">
        {check.isUnbroken ? t("journalUnbroken", { entries: check.entries }) : t("journalBroken")}{" "}
        {t.rich("made", { at: () => <Instant at={madeAt} precise /> })}
      </p>
    </article>
  );
}

function Dates({ campaign }: { readonly campaign: CampaignView }) {
  const t = useTranslations("campaign.report");
  const text = useInstantText();
  const facts = [
    [t("release"), `${campaign.release.vendor} ${campaign.release.version}`],
    [t("createdBy"), `${campaign.createdBy}, ${text(campaign.createdAt)}`],
    [t("submitted"), campaign.submittedAt === null ? "—" : text(campaign.submittedAt)],
    [t("started"), campaign.startedAt === null ? "—" : text(campaign.startedAt)],
    [t("finished"), campaign.finishedAt === null ? "—" : text(campaign.finishedAt)],
    [t("reason"), campaign.reason],
    [t("hash"), campaign.specHash],
  ] as const;
  return (
    <dl className="grid gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[max-content_minmax(0,1fr)]">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name} className="sm:contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

const FIGURES = [
  "total",
  "succeeded",
  "unverified",
  "failed",
  "lost",
  "skipped",
  "expired",
  "cancelled",
  "active",
] as const;

function Totals({ totals }: { readonly totals: WaveTotals }) {
  const t = useTranslations("campaign.wave");
  const format = useFormatter();
  return (
    <dl className="grid grid-cols-3 gap-px overflow-hidden rounded-lg border bg-line lg:grid-cols-9 print:grid-cols-9 [&>div]:bg-surface">
      {FIGURES.map((name) => (
        <div key={name} className="px-3 py-2 print:px-1.5">
          <dt className="text-xs text-ink-3">{t(`column.${name}`)}</dt>
          <dd className="text-md font-semibold tabular-nums">{format.number(totals[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Reasons({ campaign }: { readonly campaign: CampaignView }) {
  const t = useTranslations("campaign");
  if (campaign.failures.length === 0) return null;
  return (
    <Card aria-label={t("failures.title")}>
      <CardHeader title={t("failures.title")} />
      <ul className="divide-y text-sm">
        {campaign.failures.map(({ reason, jobs }) => (
          <li key={reason} className="flex justify-between gap-4 px-4 py-2">
            {t(`reason.${reason}`)}
            <span className="tabular-nums">{jobs}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ReportRows({ rows, isCut }: Pick<Props, "rows" | "isCut">) {
  const t = useTranslations("campaign.report");
  const words = useJobWords();
  return (
    <Card aria-label={t("stations")}>
      <CardHeader title={t("stations")}>
        {isCut ? <span className="text-sm text-ink-2">{t("cut", { count: rows.length })}</span> : null}
      </CardHeader>
      <div className="overflow-x-auto print:overflow-visible" tabIndex={0} role="group" aria-label={t("stations")}>
        <Table>
          <thead>
            <tr>
              <HeaderCell>{t("charger")}</HeaderCell>
              <HeaderCell>{t("site")}</HeaderCell>
              <HeaderCell>{t("wave")}</HeaderCell>
              <HeaderCell>{t("outcome")}</HeaderCell>
              <HeaderCell className="text-right">{t("tries")}</HeaderCell>
              <HeaderCell>{t("versions")}</HeaderCell>
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>td]:border-b-0">
            {rows.map((row) => (
              <tr key={row.identity} className="break-inside-avoid">
                <Cell className="font-medium">{row.identity}</Cell>
                <Cell className="text-ink-2">{row.site ?? "—"}</Cell>
                <Cell className="text-ink-2">{row.wave}</Cell>
                <Cell>{words({ ...row, blockedBy: null, phase: null })}</Cell>
                <Cell className={NUMBER}>{row.attempts}</Cell>
                <Cell className="text-ink-2">
                  {row.fromVersion ?? "—"} → {row.seenVersion ?? "—"}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Card>
  );
}
