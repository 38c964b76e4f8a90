"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useCommandBar } from "@/components/commands/commands-context";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChip } from "@/components/ui/filter-chip";
import { NextPage } from "@/components/ui/next-page";
import { PageHeading } from "@/components/ui/page-heading";
import { Cell, HeaderCell, Table } from "@/components/ui/table";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import { BULK_OUTCOMES, type BulkJobView, type BulkOutcome, type BulkRowView } from "@/lib/domain/bulk-job";
import type { BulkRowsPage, JobActions, OutcomeFilter } from "./bulk-actions";
import { OUTCOME_LOOKS, useJobName, useRowDetail } from "./job-words";

type Props = {
  readonly job: BulkJobView;
  readonly rows: BulkRowsPage;
  readonly outcome: OutcomeFilter;
  readonly isFirstPage: boolean;
  readonly actions: JobActions;
};

/** A job with how each charger fared: read again while it goes on. */
export function JobView({ job, rows, outcome, isFirstPage, actions }: Props) {
  const t = useTranslations("bulk");
  const jobName = useJobName();
  useReadingAgain(!job.isOver);
  const shown = outcome === null ? job.total : job.counts[outcome];
  return (
    <>
      <PageHeading title={jobName(job.command)} crumbs={[{ label: t("jobs"), href: "/chargers/bulk" }]}>
        <JobOrders job={job} actions={actions} />
      </PageHeading>
      <p className="mb-3 text-ink-2" data-job-over={job.isOver}>
        {t.rich("asked", {
          name: job.requestedBy,
          count: job.total,
          pace: job.perSecond,
          at: () => <Instant at={job.createdAt} />,
        })}{" "}
        {job.filter === null ? null : (
          <Link href={`/chargers?filter=${encodeURIComponent(job.filter)}`} className="font-mono text-xs underline">
            {job.filter === "" ? t("everything") : job.filter}
          </Link>
        )}
      </p>
      <Outcomes job={job} outcome={outcome} />
      <Card aria-label={t("results")}>
        {rows.items.length === 0 ? <EmptyState title={t("noRows")} /> : <Rows rows={rows.items} />}
      </Card>
      <NextPage shown={rows.items.length} total={shown} nextCursor={rows.nextCursor} isFirstPage={isFirstPage} />
    </>
  );
}

const READ_EVERY_MS = 2_000;

/** A job's progress is not told live: it is read again while there is any. */
function useReadingAgain(isOn: boolean): void {
  const readAgain = useReadAgain();
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(readAgain, READ_EVERY_MS);
    return () => clearInterval(timer);
  }, [isOn, readAgain]);
}

function JobOrders({ job, actions }: Pick<Props, "job" | "actions">) {
  const t = useTranslations("bulk");
  const { run, fault, isPending } = useAction();
  const readAgain = useReadAgain();
  const bar = useCommandBar();
  const isBarred = isPending || bar !== null;
  return (
    <>
      <FormFault fault={fault} />
      {job.counts.Waiting === 0 ? null : (
        <Button
          variant="danger"
          disabled={isBarred}
          title={bar ?? undefined}
          onClick={() => run(() => actions.stop(job.id), readAgain)}
        >
          {t("stop", { count: job.counts.Waiting })}
        </Button>
      )}
      {job.retryable === 0 ? null : (
        <Button
          disabled={isBarred}
          title={bar ?? undefined}
          onClick={() => run(() => actions.retry(job.id), readAgain)}
        >
          {t("retry", { count: job.retryable })}
        </Button>
      )}
      <ButtonLink href="/chargers">{t("toChargers")}</ButtonLink>
    </>
  );
}

function Outcomes({ job, outcome }: Pick<Props, "job" | "outcome">) {
  const t = useTranslations("bulk");
  const { hrefWith } = useSearchParamsChange();
  return (
    <div role="group" aria-label={t("outcomes")} className="mb-3 flex flex-wrap gap-2">
      <FilterChip href={hrefWith({ outcome: null })} isOn={outcome === null}>
        {t("all")} <span className="text-ink-3">{job.total}</span>
      </FilterChip>
      {BULK_OUTCOMES.filter((each) => job.counts[each] > 0 || each === outcome).map((each) => (
        <FilterChip key={each} href={hrefWith({ outcome: each })} isOn={outcome === each}>
          {t(`outcome.${each}`)}{" "}
          <span className="text-ink-3" data-outcome-count={each}>
            {job.counts[each]}
          </span>
        </FilterChip>
      ))}
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly BulkRowView[] }) {
  const t = useTranslations("bulk");
  const detailOf = useRowDetail();
  return (
    <Table>
      <thead>
        <tr>
          <HeaderCell>{t("charger")}</HeaderCell>
          <HeaderCell>{t("result")}</HeaderCell>
          <HeaderCell className="max-md:hidden">{t("detail")}</HeaderCell>
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>td]:border-b-0">
        {rows.map((row) => (
          <tr key={row.place} data-bulk-row={row.identity} data-outcome={row.outcome}>
            <Cell>
              <Link prefetch={false} href={`/chargers/${encodeURIComponent(row.identity)}`} className="font-medium">
                {row.identity}
              </Link>
            </Cell>
            <Cell>
              <OutcomeChip outcome={row.outcome} />
              <span className="mt-1 block text-xs text-ink-3 md:hidden">{detailOf(row)}</span>
            </Cell>
            <Cell className="text-ink-2 max-md:hidden">
              {detailOf(row)}
              {row.tries > 1 ? <span className="ml-2 text-ink-3">{t("tries", { count: row.tries })}</span> : null}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function OutcomeChip({ outcome }: { readonly outcome: BulkOutcome }) {
  const t = useTranslations("bulk.outcome");
  return (
    <span
      className={classNames("inline-flex h-6 items-center rounded-md px-2 text-xs font-medium", OUTCOME_LOOKS[outcome])}
    >
      {t(outcome)}
    </span>
  );
}
