"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { useCommandBar } from "./commands-context";

type Props = {
  readonly submitLabel: string;
  readonly isDanger?: boolean;
  readonly isPending: boolean;
  readonly fault: ActionFault | null;
  /** The charger is away: what is asked for now will not reach it. */
  readonly isConnected: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
};

/** The foot of every command's dialog: warnings, Cancel, and the button that asks. */
export function CommandForm({
  submitLabel,
  isDanger = false,
  isPending,
  fault,
  isConnected,
  onSubmit,
  onCancel,
  children,
}: Props) {
  const t = useTranslations("command");
  const bar = useCommandBar();
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={isPending ? t("asking") : submitLabel}
      isDanger={isDanger}
      isPending={isPending}
      isReady={bar === null}
      fault={fault}
      onSubmit={() => {
        if (bar === null && !isPending) onSubmit();
      }}
      onCancel={onCancel}
    >
      {children}
      {isConnected ? null : (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">{t("chargerAway")}</p>
      )}
      {bar === null ? null : <p className="rounded-md bg-off-soft px-3 py-2 text-sm text-off-ink">{bar}</p>}
    </DialogForm>
  );
}
