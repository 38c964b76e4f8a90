"use client";

import { Lock, LockOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DialogForm } from "@/components/form/dialog-form";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextAreaField } from "@/components/ui/field";
import { isJobOver } from "@/lib/domain/firmware/campaign-states";
import type { CampaignView, JobView } from "@/lib/domain/firmware/campaign-view";
import { UpdateLockDialog } from "../update-lock";
import type { CreditJob, LockUpdates, UnlockUpdates } from "./campaign-orders";

export type JobOrders = {
  /** Null for whoever may not. */
  readonly lock: LockUpdates | null;
  readonly unlock: UnlockUpdates | null;
  readonly credit: CreditJob | null;
};

type Props = { readonly campaign: CampaignView; readonly job: JobView; readonly orders: JobOrders };

/** What can be done about one charger of the campaign. */
export function JobActions({ campaign, job, orders }: Props) {
  const t = useTranslations("campaign.job");
  const [asked, setAsked] = useState<"lock" | "credit" | null>(null);
  const onClose = (): void => setAsked(null);
  const mayCredit = orders.credit !== null && job.lateOutcome === "Recovered" && !job.isCredited;
  return (
    <div className="flex justify-end gap-1.5">
      {mayCredit ? (
        <Button size="small" onClick={() => setAsked("credit")}>
          {t("credit")}
        </Button>
      ) : null}
      {orders.lock === null ? null : <LockButton job={job} onClick={() => setAsked("lock")} />}
      {orders.unlock !== null && job.isLocked ? <UnlockButton identity={job.identity} unlock={orders.unlock} /> : null}
      {orders.lock === null ? null : (
        <UpdateLockDialog identity={job.identity} open={asked === "lock"} onClose={onClose} lock={orders.lock} />
      )}
      {orders.credit === null ? null : (
        <Dialog
          open={asked === "credit"}
          onOpenChange={(open) => (open ? undefined : onClose())}
          title={t("creditTitle", { identity: job.identity })}
          description={t("creditText")}
        >
          <CreditForm campaign={campaign} job={job} credit={orders.credit} onClose={onClose} />
        </Dialog>
      )}
    </div>
  );
}

/** Nothing where it is locked already, or its update is over. */
function LockButton({ job, onClick }: { readonly job: JobView; readonly onClick: () => void }) {
  const t = useTranslations("campaign.job");
  if (job.isLocked || isJobOver(job.status)) return null;
  const label = t("lockOf", { identity: job.identity });
  return (
    <Button size="icon" variant="quiet" className="size-7" onClick={onClick} aria-label={label} title={label}>
      <Lock aria-hidden className="size-3.5" />
    </Button>
  );
}

function UnlockButton({ identity, unlock }: { readonly identity: string; readonly unlock: UnlockUpdates }) {
  const t = useTranslations("campaign.job");
  const readAgain = useReadAgain();
  const { run, fault, isPending } = useAction();
  return (
    <>
      <FormFault fault={fault} />
      <Button
        size="small"
        variant="quiet"
        disabled={isPending}
        onClick={() => run(() => unlock(identity), readAgain)}
        aria-label={t("unlockOf", { identity })}
      >
        <LockOpen aria-hidden className="size-3.5" />
        {t("unlock")}
      </Button>
    </>
  );
}

type CreditProps = Omit<Props, "orders"> & { readonly credit: CreditJob; readonly onClose: () => void };

function CreditForm({ campaign, job, credit, onClose }: CreditProps) {
  const t = useTranslations("campaign");
  const readAgain = useReadAgain();
  const { run, fault, isPending } = useAction();
  const [comment, setComment] = useState("");
  const request = { campaignId: campaign.id, jobId: job.id, expectedRev: campaign.rev, comment: comment.trim() };
  return (
    <DialogForm
      cancelLabel={t("order.cancel")}
      submitLabel={t("job.credit")}
      isPending={isPending}
      isReady={comment.trim() !== ""}
      fault={fault}
      onSubmit={() =>
        run(
          () => credit(request),
          () => {
            onClose();
            readAgain();
          },
        )
      }
      onCancel={onClose}
    >
      <TextAreaField
        label={t("order.comment")}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        required
        maxLength={1_000}
        rows={3}
      />
    </DialogForm>
  );
}
