"use client";

import { Check, Minus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useNow, useReadAgain } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { isAwaited, type LogJobView } from "@/lib/domain/log-job";
import type { LogActions } from "./log-actions";
import { LogFile } from "./log-file";
import { type LogStep, type LogTone, logSteps, logTone } from "./log-steps";

const CHIPS: Readonly<Record<LogTone, string>> = {
  open: "bg-energy-soft text-energy-ink",
  done: "bg-ready-soft text-ready-ink",
  failed: "bg-fault-soft text-fault-ink",
  ended: "bg-off-soft text-off-ink",
};

/** One log: what was asked, how far it is, who says so, and its files. */
export function LogJob({ job, actions }: { readonly job: LogJobView; readonly actions: LogActions }) {
  const t = useTranslations("logs");
  const now = useNow();
  const isOpen = job.isOurs && job.cancelledAt === null && Date.parse(job.expiresAt) > now && isAwaited(job.state);
  return (
    <li className="px-4 py-4" data-log={job.log} data-log-state={job.state}>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">{t(job.log)}</h2>
          <p className="text-sm text-ink-3">
            <Instant at={job.createdAt} /> · {t("by", { name: job.requestedBy })}
            <Period job={job} />
          </p>
        </div>
        <span className={classNames("shrink-0 rounded-md px-2 py-0.5 text-xs font-medium", CHIPS[logTone(job)])}>
          {job.state === "Uploaded" && !job.isOurs ? t("step.uploaded") : t(`state.${job.state}`)}
        </span>
      </div>
      <ol className="my-3 grid grid-cols-4 gap-x-2">
        {logSteps(job).map((step) => (
          <StepMark key={step.name} step={step} />
        ))}
      </ol>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p role="status" className="max-w-prose text-sm">
          <JobWords job={job} />
        </p>
        {isOpen ? <EndUpload job={job} end={actions.end} /> : null}
      </div>
      {job.files.length === 0 ? null : (
        <ul className="mt-3 flex flex-col gap-2">
          {job.files.map((file) => (
            <LogFile key={file.id} identity={job.identity} file={file} actions={actions} />
          ))}
        </ul>
      )}
    </li>
  );
}

function JobWords({ job }: { readonly job: LogJobView }) {
  const t = useTranslations("logs");
  const told = TOLD.find((known) => known === job.toldStatus) ?? "UploadFailure";
  if (job.state === "Uploaded" && !job.isOurs) return t("toldElsewhere");
  if (job.state === "Received" && job.files.every(({ state }) => state !== "Complete")) return t("receivedAndDeleted");
  return (
    <>
      {t(`words.${job.state}`, { told: t(`told.${told}`) })}
      {job.errorDescription ? <span className="text-ink-2"> “{job.errorDescription}”</span> : null}
      {job.isOurs ? null : <span className="block text-ink-2">{t("elsewhere")}</span>}
    </>
  );
}

/** Why an upload fails, as stations tell it. */
const TOLD = ["UploadFailure", "BadMessage", "PermissionDenied", "NotSupportedOperation"] as const;

function Period({ job: { from, to } }: { readonly job: LogJobView }) {
  const t = useTranslations("logs");
  if (from === null && to === null) return null;
  return (
    <>
      {" · "}
      {from === null ? null : (
        <>
          {t("from")} <Instant at={from} />{" "}
        </>
      )}
      {to === null ? null : (
        <>
          {t("to").toLowerCase()} <Instant at={to} />
        </>
      )}
    </>
  );
}

function StepMark({ step }: { readonly step: LogStep }) {
  const t = useTranslations("logs.step");
  return (
    <li
      className={classNames("border-t-2 pt-1.5 text-xs", BARS[step.state])}
      data-step={step.name}
      data-step-state={step.state}
    >
      <span
        className={classNames(
          "flex items-center gap-1 font-medium",
          step.state === "ahead" ? "text-ink-3" : "text-ink",
        )}
      >
        {step.state === "done" ? <Check aria-hidden className="size-3 text-ready-ink" strokeWidth={3} /> : null}
        {step.state === "failed" ? <X aria-hidden className="size-3 text-fault" strokeWidth={3} /> : null}
        {step.state === "ended" ? <Minus aria-hidden className="size-3" strokeWidth={3} /> : null}
        {step.state === "now" ? <span aria-hidden className="pulse size-2 rounded-full bg-energy" /> : null}
        {t(step.name)}
        <span className="sr-only">{t(`state.${step.state}`)}</span>
      </span>
      <span className="text-ink-3">{step.at === null || step.state === "ahead" ? "—" : <Instant at={step.at} />}</span>
    </li>
  );
}

const BARS: Readonly<Record<LogStep["state"], string>> = {
  done: "border-ready",
  now: "border-energy",
  failed: "border-fault",
  ended: "border-off",
  ahead: "border-line",
};

function EndUpload({ job, end }: { readonly job: LogJobView; readonly end: LogActions["end"] }) {
  const t = useTranslations("logs");
  const { run, fault, isPending } = useAction();
  const readAgain = useReadAgain();
  const [isAsked, setAsked] = useState(false);
  const submit = (): void =>
    run(
      () => end(job.id),
      () => {
        readAgain();
        setAsked(false);
      },
    );
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3">
        <span>
          {t("open")} <Instant at={job.expiresAt} />
        </span>
        <Button size="small" onClick={() => setAsked(true)}>
          {t("end")}
        </Button>
      </span>
      <Dialog open={isAsked} onOpenChange={setAsked} title={t("endTitle")} description={t("endHint")}>
        <FormFault fault={fault} />
        <DialogActions>
          <Button onClick={() => setAsked(false)}>{t("keep")}</Button>
          <Button variant="danger" disabled={isPending} onClick={submit}>
            {t("end")}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
