"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { DoctorActions } from "./doctor-actions";
import { PasswordReset } from "./password-reset";
import { choicesFor, type Patient, shownAddress } from "./patient";

type Props = { readonly patient: Patient; readonly actions: DoctorActions; readonly onAdopt: () => void };

/** What can be decided of one patient. The likeliest cure comes first. */
export function PatientActions({ patient, actions, onAdopt }: Props) {
  const { identity, refusals } = patient;
  const [newest] = refusals;
  const choices = choicesFor(patient);
  if (newest === undefined) return null;
  const dismiss = choices.canDismiss ? <DismissButton patient={patient} actions={actions} /> : null;
  if (identity === null) return dismiss;
  return (
    <div className="flex flex-wrap gap-2">
      {choices.canAdopt ? <AdoptButton identity={identity} isLikely={choices.isLikelyOurs} onAdopt={onAdopt} /> : null}
      {choices.canReset ? (
        <PasswordReset identity={identity} renewPassword={actions.renewPassword} variant="primary" />
      ) : null}
      {choices.canBlock ? (
        <BlockButton
          identity={identity}
          id={newest.id}
          isKnown={newest.station !== null}
          isBlocked={newest.state === "Blocked"}
          actions={actions}
        />
      ) : null}
      {dismiss}
    </div>
  );
}

type AdoptProps = { readonly identity: string; readonly isLikely: boolean; readonly onAdopt: () => void };

function AdoptButton({ identity, isLikely, onAdopt }: AdoptProps) {
  const t = useTranslations("doctor");
  return (
    <Button variant={isLikely ? "primary" : "secondary"} onClick={onAdopt} aria-label={t("adoptOne", { identity })}>
      {t("adopt")}
    </Button>
  );
}

function DismissButton({ patient, actions }: { readonly patient: Patient; readonly actions: DoctorActions }) {
  const t = useTranslations("doctor");
  const router = useRouter();
  const { run, isPending } = useAction();
  const name = patient.identity ?? shownAddress(patient.address ?? "—");
  const dismiss = (): void =>
    run(
      async () => {
        const result = await actions.dismiss(patient.refusals.map(({ id }) => id));
        if (!result.ok) toast.error(result.error.message);
        return result;
      },
      () => {
        toast(t("dismissed", { name }));
        // Of an address nothing is announced: nobody else is concerned.
        router.refresh();
      },
    );
  return (
    <Button disabled={isPending} onClick={dismiss} aria-label={t("dismissOne", { name })}>
      {t("dismiss")}
    </Button>
  );
}

function BlockButton({
  identity,
  id,
  isKnown,
  isBlocked,
  actions,
}: {
  readonly identity: string;
  readonly id: number;
  readonly isKnown: boolean;
  readonly isBlocked: boolean;
  readonly actions: DoctorActions;
}) {
  const t = useTranslations("doctor");
  const { run, fault, isPending } = useAction();
  const [isAsked, setAsked] = useState(false);
  const decide = (blocked: boolean): void =>
    run(
      () => actions.block({ id, blocked }),
      () => {
        setAsked(false);
        toast(t(blocked ? "blocked" : "unblocked", { identity }));
      },
    );
  if (isBlocked) {
    return (
      <Button disabled={isPending} onClick={() => decide(false)} aria-label={t("unblockOne", { identity })}>
        {t("unblock")}
      </Button>
    );
  }
  return (
    <>
      <Button onClick={() => setAsked(true)} aria-label={t("blockOne", { identity })}>
        {t("block")}
      </Button>
      <Dialog
        open={isAsked}
        onOpenChange={setAsked}
        title={t("blockTitle")}
        description={t(isKnown ? "blockHintKnown" : "blockHint", { identity })}
      >
        <FormFault fault={fault} />
        <DialogActions>
          <Button onClick={() => setAsked(false)}>{t("cancel")}</Button>
          <Button variant="danger" disabled={isPending} onClick={() => decide(true)}>
            {t("block")}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
