"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFileSize } from "@/components/logs/file-size";
import { Instant } from "@/components/time/time";
import { classNames } from "@/components/ui/class-names";
import type { JobView } from "@/lib/domain/firmware/campaign-view";
import { evidenceFacts } from "./evidence-facts";
import { useEvidenceName, useEvidenceValue } from "./evidence-list";
import { type Family, type JobStep, jobFamily, jobStep } from "./job-step";

type Told = Parameters<typeof jobStep>[0];

const TONES: Readonly<Record<Family, string>> = {
  ready: "bg-ready",
  energy: "bg-energy",
  occ: "bg-occ",
  warn: "bg-warn",
  fault: "bg-fault rotate-45 rounded-none",
  off: "border-[1.5px] border-off bg-transparent",
};

/** "Waiting: the car is charging", "Downloading", "Failed: it came back with the old version". */
export function useJobWords(): (job: Told) => string {
  const t = useTranslations("campaign");
  const words = (step: JobStep): string => {
    switch (step.type) {
      case "Blocked":
        return t("job.blocked", { by: t(`blocked.${step.by}`) });
      case "Phase":
        return t(`phase.${step.phase}`);
      case "Retry":
        return step.after === null ? t("job.retry") : t("job.retryAfter", { reason: t(`reason.${step.after}`) });
      case "Ended":
        return step.reason === null
          ? t(`status.${step.status}`)
          : t("job.ended", { status: t(`status.${step.status}`), reason: t(`reason.${step.reason}`) });
      case "Unverified":
        return t("job.unverified");
      case "Recovered":
        return t("job.recovered");
      case "Plain":
        return t(`status.${step.status}`);
    }
  };
  return (job) => words(jobStep(job));
}

/** What a charger's update is doing: mark, words, how far the download is, and what it is judged by. */
export function JobState({ job }: { readonly job: JobView }) {
  const t = useTranslations("campaign.job");
  const words = useJobWords();
  return (
    <div className="flex flex-col gap-1" data-job-status={job.status}>
      <span className="flex items-center gap-2">
        <span aria-hidden className={classNames("size-2 shrink-0 rounded-full", TONES[jobFamily(job)])} />
        <span>
          {words(job)}
          {job.status === "Backoff" && job.notBefore !== null ? (
            <span className="text-ink-2">
              , {t.rich("nextTry", { at: () => <Instant at={job.notBefore ?? ""} /> })}
            </span>
          ) : null}
        </span>
      </span>
      <Download job={job} />
      <EvidenceLine job={job} />
    </div>
  );
}

const LOADING: ReadonlySet<string> = new Set(["Sent", "Accepted", "DownloadScheduled", "Downloading"]);

/** By what our own file server sent, whatever the charger says of itself. */
function Download({ job: { status, phase, download } }: { readonly job: JobView }): ReactNode {
  const t = useTranslations("campaign.job");
  const format = useFormatter();
  const size = useFileSize();
  const isLoading = status === "InProgress" && phase !== null && LOADING.has(phase);
  if (download === null || download.bytes === 0 || !isLoading) return null;
  const share = Math.min(1, download.bytesReached / download.bytes);
  const text = t("download", {
    percent: format.number(share, { style: "percent", maximumFractionDigits: 0 }),
    size: size(download.bytesReached),
    whole: size(download.bytes),
  });
  return (
    <span className="flex items-center gap-2 pl-4 text-xs text-ink-2 tabular-nums">
      <span aria-hidden className="h-1.5 w-24 overflow-hidden rounded-sm bg-line">
        <span className="block h-full min-w-0.5 bg-energy" style={{ width: `${share * 100}%` }} />
      </span>
      {text}
    </span>
  );
}

function EvidenceLine({ job }: { readonly job: JobView }): ReactNode {
  const nameOf = useEvidenceName();
  const valueOf = useEvidenceValue();
  const facts = evidenceFacts(job.evidence);
  if (facts.length === 0) return null;
  return (
    <span className="pl-4 text-xs break-words text-ink-3">
      {facts.map((fact) => `${nameOf(fact.name)}: ${valueOf(fact)}`).join(" · ")}
    </span>
  );
}
