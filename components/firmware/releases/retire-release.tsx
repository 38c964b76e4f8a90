"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import type { RetireRelease } from "./release-detail";

/** Takes a release out of the choice for new campaigns. */
export function RetireButton({ release, retire }: { readonly release: ReleaseView; readonly retire: RetireRelease }) {
  const t = useTranslations("firmware.retire");
  const { run, fault, isPending } = useAction();
  const readAgain = useReadAgain();
  const [isOpen, setOpen] = useState(false);
  const name = `${release.vendor} ${release.version}`;
  const submit = (): void =>
    run(
      () => retire(release.id, release.rev),
      () => {
        toast(t("done", { name }));
        setOpen(false);
        readAgain();
      },
    );
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("open")}</Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("title", { name })} description={t("hint")}>
        <FormFault fault={fault} />
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
          <Button variant="danger" disabled={isPending} onClick={submit}>
            {t("open")}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
