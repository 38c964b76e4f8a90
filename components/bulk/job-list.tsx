"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import type { BulkJobView } from "@/lib/domain/bulk-job";
import { useJobName } from "./job-words";

type Props = {
  readonly jobs: readonly BulkJobView[];
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
};

/** What was asked of many chargers at once, newest first. */
export function JobList({ jobs, nextCursor, isFirstPage }: Props) {
  const t = useTranslations("bulk");
  const jobName = useJobName();
  if (jobs.length === 0) {
    return (
      <Card aria-label={t("jobs")}>
        <EmptyState title={t("none")} action={<ButtonLink href="/chargers">{t("toChargers")}</ButtonLink>}>
          {t("noneHint")}
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      <Card aria-label={t("jobs")}>
        <ul className="divide-y">
          {jobs.map((job) => (
            <li key={job.id} className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3">
              <span className="min-w-0">
                <Link
                  prefetch={false}
                  href={`/chargers/bulk/${job.id}`}
                  className="font-medium after:absolute after:inset-0"
                >
                  {jobName(job.command)}
                </Link>
                <span className="block text-sm text-ink-3">
                  {t("by", { name: job.requestedBy })} · <Instant at={job.createdAt} />
                </span>
              </span>
              <span className="text-sm text-ink-2 tabular-nums">
                {t("progress", { done: job.counts.Done, total: job.total })}
                {job.counts.Failed === 0 ? null : (
                  <span className="ml-2 text-fault-ink">{t("failed", { count: job.counts.Failed })}</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <NextPage shown={jobs.length} total={null} nextCursor={nextCursor} isFirstPage={isFirstPage} />
    </>
  );
}
