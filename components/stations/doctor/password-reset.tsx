"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { RenewPassword } from "../onboarding/added-station";

type Props = {
  readonly identity: string;
  readonly renewPassword: RenewPassword;
  readonly variant?: "primary" | "secondary";
};

/** Makes a new password, after a warning, and shows it this once. */
export function PasswordReset({ identity, renewPassword, variant = "secondary" }: Props) {
  const t = useTranslations("doctor");
  const { run, fault, isPending } = useAction();
  const [isOpen, setOpen] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const close = (): void => {
    setOpen(false);
    setPassword(null);
  };
  return (
    <>
      <Button variant={variant} onClick={() => setOpen(true)} aria-label={t("resetOne", { identity })}>
        {t("reset")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={(open) => (open ? undefined : close())}
        title={password === null ? t("resetTitle") : t("newPassword", { identity })}
        description={password === null ? t("resetHint", { identity }) : t("shownOnce", { identity })}
      >
        {password === null ? (
          <>
            <FormFault fault={fault} />
            <DialogActions>
              <Button onClick={close}>{t("cancel")}</Button>
              <Button
                variant="danger"
                disabled={isPending}
                onClick={() =>
                  run(
                    () => renewPassword(identity),
                    (renewed) => setPassword(renewed.password),
                  )
                }
              >
                {t("resetNow")}
              </Button>
            </DialogActions>
          </>
        ) : (
          <>
            <p className="flex items-center justify-between gap-2 rounded-md bg-sunken px-3 py-2">
              <span data-testid="new-password" className="font-mono text-md break-all">
                {password}
              </span>
              <CopyButton text={password} label={t("copyPassword")} />
            </p>
            <DialogActions>
              <Button variant="primary" onClick={close}>
                {t("done")}
              </Button>
            </DialogActions>
          </>
        )}
      </Dialog>
    </>
  );
}
