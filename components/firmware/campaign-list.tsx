"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LiveTopic } from "@/components/live/live-topics";
import { useRefreshOn } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { CampaignSummary } from "@/lib/domain/firmware/campaign-view";
import { CampaignStateChip } from "./campaign-state";
import { WaveBars, WaveLegend } from "./wave-bar";

type Props = {
  readonly campaigns: readonly CampaignSummary[];
  /** Drafts open where they are worked on. */
  readonly mayPlan: boolean;
  readonly position: number;
  readonly renderedAt: string;
  /** Shown instead of an empty list. */
  readonly empty: ReactNode;
};

const REFRESH_MS = 1_000;

/** Campaigns, newest first; what moves in them is read again as it moves. */
export function CampaignList({ campaigns, mayPlan, position, renderedAt, empty }: Props) {
  const t = useTranslations("firmware.list");
  useRefreshOn(["rollouts"], REFRESH_MS);
  return (
    <>
      <LiveTopic topic="rollouts" position={position} renderedAt={renderedAt} />
      <Card aria-label={t("title")}>
        {campaigns.length === 0 ? (
          empty
        ) : (
          <>
            <Table className="max-md:hidden">
              <thead>
                <tr>
                  <HeaderCell>{t("campaign")}</HeaderCell>
                  <HeaderCell>{t("state")}</HeaderCell>
                  <HeaderCell className="w-52">{t("waves")}</HeaderCell>
                  <HeaderCell className="text-right">{t("updated")}</HeaderCell>
                  <HeaderCell className="text-right">{t("failed")}</HeaderCell>
                  <HeaderCell className="max-lg:hidden">{t("owner")}</HeaderCell>
                  <HeaderCell className="max-lg:hidden">{t("deadline")}</HeaderCell>
                </tr>
              </thead>
              <tbody className="[&>tr:last-child>td]:border-b-0">
                {campaigns.map((campaign) => (
                  <CampaignRow key={campaign.id} campaign={campaign} mayPlan={mayPlan} />
                ))}
              </tbody>
            </Table>
            <ul className="divide-y md:hidden">
              {campaigns.map((campaign) => (
                <CampaignLines key={campaign.id} campaign={campaign} mayPlan={mayPlan} />
              ))}
            </ul>
          </>
        )}
      </Card>
      {campaigns.length === 0 ? null : (
        <div className="mt-3">
          <WaveLegend />
        </div>
      )}
    </>
  );
}

type RowProps = { readonly campaign: CampaignSummary; readonly mayPlan: boolean };

const hrefOf = ({ campaign, mayPlan }: RowProps): string =>
  campaign.status === "Draft" && mayPlan
    ? `/firmware/campaigns/${campaign.id}/edit/targets`
    : `/firmware/campaigns/${campaign.id}`;

function CampaignRow(props: RowProps) {
  const { campaign } = props;
  return (
    <tr className="relative hover:bg-sunken" data-campaign={campaign.name}>
      <Cell className="max-w-72 py-2">
        <CampaignName {...props} />
      </Cell>
      <Cell className="py-2">
        <CampaignStateChip campaign={campaign} />
      </Cell>
      <Cell>
        <WaveBars waves={campaign.waves} />
      </Cell>
      <Cell className={NUMBER}>
        <Updated campaign={campaign} />
      </Cell>
      <Cell className={NUMBER}>
        <Failed campaign={campaign} />
      </Cell>
      <Cell className="max-w-40 truncate text-ink-2 max-lg:hidden">{campaign.createdBy}</Cell>
      <Cell className="text-ink-2 max-lg:hidden">
        {campaign.deadlineAt === null ? "—" : <Instant at={campaign.deadlineAt} />}
      </Cell>
    </tr>
  );
}

/** The same on a telephone. */
function CampaignLines(props: RowProps) {
  const t = useTranslations("firmware.list");
  const { campaign } = props;
  return (
    <li className="relative flex flex-col gap-2 px-4 py-3" data-campaign={campaign.name}>
      <CampaignName {...props} />
      <span>
        <CampaignStateChip campaign={campaign} />
      </span>
      <WaveBars waves={campaign.waves} />
      <div className="flex items-center justify-between gap-3 text-sm text-ink-2 tabular-nums">
        <span>
          {campaign.totals.total === 0 ? null : (
            <>
              <Updated campaign={campaign} /> {t("updatedWord")}
            </>
          )}
          {campaign.totals.failed === 0 ? null : (
            <>
              {" · "}
              <Failed campaign={campaign} /> {t("failedWord")}
            </>
          )}
        </span>
        <span className="min-w-0 truncate">{campaign.createdBy}</span>
      </div>
    </li>
  );
}

function CampaignName(props: RowProps) {
  const t = useTranslations("firmware.list");
  const { name, release, kind, isEmergency } = props.campaign;
  const facts = [
    `${release.vendor} ${release.version}`,
    kind === "Rollback" ? t("rollback") : null,
    isEmergency ? t("emergency") : null,
  ];
  return (
    <div className="min-w-0">
      <Link
        prefetch={false}
        href={hrefOf(props)}
        className="block truncate font-medium after:absolute after:inset-0"
        title={name}
      >
        {name}
      </Link>
      <span className="block truncate text-xs text-ink-3">{facts.filter((fact) => fact !== null).join(" · ")}</span>
    </div>
  );
}

function Updated({ campaign: { totals } }: { readonly campaign: CampaignSummary }) {
  const format = useFormatter();
  if (totals.total === 0) return "—";
  return (
    <span className="whitespace-nowrap">
      {format.number(totals.succeeded)}
      <span className="text-ink-3"> / {format.number(totals.total)}</span>
    </span>
  );
}

function Failed({ campaign: { totals } }: { readonly campaign: CampaignSummary }) {
  const format = useFormatter();
  if (totals.total === 0) return "—";
  return (
    <span className={totals.failed > 0 ? "font-medium text-fault-ink" : undefined}>{format.number(totals.failed)}</span>
  );
}
