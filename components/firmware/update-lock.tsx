"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DialogForm } from "@/components/form/dialog-form";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { instantOfInput } from "@/components/time/local-input";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import type { LockUpdates } from "./campaign/campaign-orders";

type Props = {
  readonly identity: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly lock: LockUpdates;
};

/** Keeps updates away from one charger, with a reason that everybody reads. */
export function UpdateLockDialog({ identity, open, onClose, lock }: Props) {
  const t = useTranslations("campaign.lock");
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t("title", { identity })}
      description={t("text")}
    >
      <LockForm identity={identity} lock={lock} onClose={onClose} />
    </Dialog>
  );
}

function LockForm({ identity, lock, onClose }: Omit<Props, "open">) {
  const t = useTranslations("campaign.lock");
  const readAgain = useReadAgain();
  const { run, fault, isPending } = useAction();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t("submit")}
      isPending={isPending}
      isReady={reason.trim() !== ""}
      fault={fault}
      onSubmit={() =>
        run(
          () => lock({ identity, reason: reason.trim(), until: instantOfInput(until) }),
          () => {
            onClose();
            readAgain();
          },
        )
      }
      onCancel={onClose}
    >
      <TextField
        label={t("reason")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        required
        maxLength={500}
        autoComplete="off"
      />
      <TextField
        type="datetime-local"
        label={t("until")}
        hint={t("untilHint")}
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
    </DialogForm>
  );
}
