"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";

type Props = {
  readonly release: ReleaseView;
  /** The campaign that rolls it out now; null where there is none. */
  readonly heldBy: string | null;
  readonly retire: (id: string, rev: number) => Promise<ActionResult<ReleaseView>>;
};

/** Takes a release out of use for good; while a campaign rolls it out, says what has to come first. */
export function RetireButton({ release, heldBy, retire }: Props) {
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
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("title", { name })}
        description={heldBy === null ? t("hint") : t("held", { campaign: heldBy })}
      >
        <FormFault fault={fault} />
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
          <Button variant="danger" disabled={isPending || heldBy !== null} onClick={submit}>
            {t("open")}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
