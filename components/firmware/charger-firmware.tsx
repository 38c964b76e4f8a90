"use client";

import { Lock } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Age, Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { isJobOver } from "@/lib/domain/firmware/campaign-states";
import type { StationFirmware, StationJob } from "@/lib/domain/firmware/station-firmware";
import type { LockUpdates, UnlockUpdates } from "./campaign/campaign-orders";
import { useJobWords } from "./campaign/job-words";
import { UpdateLockDialog } from "./update-lock";

type Props = {
  readonly identity: string;
  readonly firmware: StationFirmware;
  /** Null for whoever may not. */
  readonly lock: LockUpdates | null;
  readonly unlock: UnlockUpdates | null;
};

/** The firmware of one charger: what it runs, what there is, what campaigns did, and the lock against updates. */
export function ChargerFirmware({ identity, firmware, lock, unlock }: Props) {
  const t = useTranslations("campaign.charger");
  const [isLocking, setLocking] = useState(false);
  return (
    <Card aria-label={t("title")} className="h-fit">
      <CardHeader title={t("title")}>
        {firmware.lock === null && lock !== null ? (
          <Button size="small" variant="quiet" onClick={() => setLocking(true)}>
            <Lock aria-hidden className="size-3.5" />
            {t("lock")}
          </Button>
        ) : null}
      </CardHeader>
      <div className="flex flex-col gap-2 p-4 text-sm">
        <p className="break-words">{firmware.version ?? t("unknown")}</p>
        {firmware.available === null ? null : (
          <p>
            {t.rich("available", {
              version: firmware.available.version,
              link: (text) => (
                <Link
                  href={`/firmware/releases/${firmware.available?.releaseId ?? ""}`}
                  className="text-accent underline decoration-accent/40 underline-offset-2"
                >
                  {text}
                </Link>
              ),
            })}
          </p>
        )}
      </div>
      {firmware.lock === null ? null : <LockLine identity={identity} held={firmware.lock} unlock={unlock} />}
      {firmware.jobs.length === 0 ? null : (
        <ul className="divide-y border-t" aria-label={t("jobs")}>
          {firmware.jobs.map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </ul>
      )}
      {lock === null ? null : (
        <UpdateLockDialog identity={identity} open={isLocking} onClose={() => setLocking(false)} lock={lock} />
      )}
    </Card>
  );
}

type LockProps = {
  readonly identity: string;
  readonly held: NonNullable<StationFirmware["lock"]>;
  readonly unlock: UnlockUpdates | null;
};

function LockLine({ identity, held, unlock }: LockProps) {
  const t = useTranslations("campaign.charger");
  const readAgain = useReadAgain();
  const { run, fault, isPending } = useAction();
  return (
    <div
      className="flex flex-col gap-2 border-t bg-warn-soft px-4 py-3 text-sm text-warn-ink"
      data-update-lock="locked"
    >
      <p className="flex items-start gap-2">
        <Lock aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words">
          {t("locked", { reason: held.reason })}
          <span className="block text-xs">
            {t("lockedBy", { name: held.by })}
            {held.until === null ? null : <> {t.rich("until", { at: () => <Instant at={held.until ?? ""} /> })}</>}
          </span>
        </span>
      </p>
      <FormFault fault={fault} />
      {unlock === null ? null : (
        <div>
          <Button size="small" disabled={isPending} onClick={() => run(() => unlock(identity), readAgain)}>
            {t("unlock")}
          </Button>
        </div>
      )}
    </div>
  );
}

function JobLine({ job }: { readonly job: StationJob }) {
  const words = useJobWords();
  return (
    <li className="flex flex-col gap-0.5 px-4 py-2.5 text-sm" data-job-status={job.status}>
      <Link
        prefetch={false}
        href={`/firmware/campaigns/${job.campaignId}/events?job=${job.id}`}
        className="truncate font-medium hover:underline"
        title={job.campaign}
      >
        {job.campaign}
      </Link>
      <span className={isJobOver(job.status) ? "text-ink-2" : undefined}>
        {job.version}: {words(job)}
      </span>
      <span className="text-xs text-ink-3">
        <Age at={job.statusAt} />
      </span>
    </li>
  );
}
