"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";

type Props = {
  readonly release: ReleaseView;
  readonly remove: (id: string) => Promise<ActionResult<null>>;
};

/** Deletes a release that no campaign was ever planned with, and its image. */
export function DeleteButton({ release, remove }: Props) {
  const t = useTranslations("firmware.delete");
  const { run, fault, isPending } = useAction();
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const name = `${release.vendor} ${release.version}`;
  const submit = (): void =>
    run(
      () => remove(release.id),
      () => {
        toast(t("done", { name }));
        router.push("/firmware/releases");
      },
    );
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
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
