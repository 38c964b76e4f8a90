"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogActions } from "@/components/ui/dialog";

/** What the receiver of a webhook checks signatures with: shown once. */
export function RouteSecret({ secret, onDone }: { readonly secret: string; readonly onDone: () => void }) {
  const t = useTranslations("alertRoutes");
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-2">{t("secretUse")}</p>
      <p className="flex items-start gap-1 rounded-md bg-sunken p-3">
        <span data-testid="route-secret" className="font-mono text-sm break-all">
          {secret}
        </span>
        <CopyButton text={secret} label={t("copy")} />
      </p>
      <p className="rounded-md bg-warn-soft px-2.5 py-1.5 text-sm text-warn-ink">{t("shownOnce")}</p>
      <DialogActions>
        <Button variant="primary" onClick={onDone}>
          {t("done")}
        </Button>
      </DialogActions>
    </div>
  );
}
