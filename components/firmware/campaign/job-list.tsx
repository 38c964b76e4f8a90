"use client";

import { Lock } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Since } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { CampaignView, JobView } from "@/lib/domain/firmware/campaign-view";
import { JobActions, type JobOrders } from "./job-actions";
import type { JobFilter } from "./job-filter";
import { JobFilters } from "./job-filters";
import { JobState } from "./job-words";

type Props = {
  readonly campaign: CampaignView;
  readonly jobs: readonly JobView[];
  readonly filter: JobFilter;
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
  readonly orders: JobOrders;
};

/** The chargers of a campaign, each with what its update is doing. */
export function JobList({ campaign, jobs, filter, nextCursor, isFirstPage, orders }: Props) {
  const t = useTranslations("campaign.jobs");
  return (
    <section aria-label={t("title")}>
      <JobFilters campaign={campaign} filter={filter} />
      <Card>
        {jobs.length === 0 ? (
          <EmptyState title={t("none")}>{t(campaign.totals.total === 0 ? "noneYet" : "noneHint")}</EmptyState>
        ) : (
          <>
            <JobTable campaign={campaign} jobs={jobs} orders={orders} />
            <ul className="divide-y md:hidden">
              {jobs.map((job) => (
                <JobLines key={job.id} campaign={campaign} job={job} orders={orders} />
              ))}
            </ul>
          </>
        )}
      </Card>
      <NextPage shown={jobs.length} total={null} nextCursor={nextCursor} isFirstPage={isFirstPage} />
    </section>
  );
}

type TableProps = Pick<Props, "campaign" | "jobs" | "orders">;

function JobTable({ campaign, jobs, orders }: TableProps) {
  const t = useTranslations("campaign.jobs");
  return (
    <Table className="max-md:hidden">
      <thead>
        <tr>
          <HeaderCell>{t("charger")}</HeaderCell>
          <HeaderCell>{t("state")}</HeaderCell>
          <HeaderCell className="text-right">{t("try")}</HeaderCell>
          <HeaderCell className="max-lg:hidden">{t("from")}</HeaderCell>
          <HeaderCell className="text-right">{t("since")}</HeaderCell>
          <HeaderCell>
            <span className="sr-only">{t("actions")}</span>
          </HeaderCell>
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>td]:border-b-0">
        {jobs.map((job) => (
          <tr key={job.id} data-station={job.identity} className="align-top hover:bg-sunken [&>td]:py-2">
            <Cell className="max-w-56">
              <Charger job={job} />
            </Cell>
            <Cell>
              <JobState job={job} />
            </Cell>
            <Cell className={NUMBER}>
              <Tries job={job} />
            </Cell>
            <Cell className="text-ink-2 max-lg:hidden">
              <Versions job={job} />
            </Cell>
            <Cell className={NUMBER}>
              <Since at={job.statusAt} />
            </Cell>
            <Cell className="w-0">
              <JobActions campaign={campaign} job={job} orders={orders} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The same on a telephone. */
function JobLines({ campaign, job, orders }: Omit<TableProps, "jobs"> & { readonly job: JobView }) {
  const t = useTranslations("campaign.jobs");
  return (
    <li className="flex flex-col gap-2 px-4 py-3 text-sm" data-station={job.identity}>
      <div className="flex items-start justify-between gap-3">
        <Charger job={job} />
        <span className="shrink-0 text-ink-3">
          <Since at={job.statusAt} />
        </span>
      </div>
      <JobState job={job} />
      <div className="flex items-center justify-between gap-3 text-xs text-ink-3">
        <span>
          {t("try")} <Tries job={job} /> · <Versions job={job} />
        </span>
        <JobActions campaign={campaign} job={job} orders={orders} />
      </div>
    </li>
  );
}

function Charger({ job }: { readonly job: JobView }) {
  const t = useTranslations("campaign.jobs");
  const more = [job.stationName, job.site].filter((part) => part !== null);
  return (
    <div className="min-w-0">
      <span className="flex items-center gap-1.5">
        <Link
          prefetch={false}
          href={`/chargers/${encodeURIComponent(job.identity)}`}
          className="font-medium break-all hover:underline"
        >
          {job.identity}
        </Link>
        {job.isLocked ? <Lock aria-label={t("locked")} className="size-3.5 shrink-0 text-warn-ink" /> : null}
      </span>
      {more.length === 0 ? null : <span className="block truncate text-xs text-ink-3">{more.join(" · ")}</span>}
    </div>
  );
}

const Tries = ({ job }: { readonly job: JobView }) =>
  job.attempts === 0 ? "—" : `${job.attempts} / ${job.attemptsMax}`;

function Versions({ job }: { readonly job: JobView }) {
  const from = job.fromVersion ?? "—";
  return job.seenVersion === null || job.seenVersion === job.fromVersion ? from : `${from} → ${job.seenVersion}`;
}
