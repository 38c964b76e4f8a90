"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { RestartForm } from "@/components/commands/dialogs";
import { Dialog } from "@/components/ui/dialog";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  readonly sessionCount: number;
  /** Settings that wait for a restart. */
  readonly waiting: number;
};

/** Says that changes wait for a restart, with the restart at hand. */
export function RestartNotice({ identity, isConnected, sessionCount, waiting }: Props) {
  const t = useTranslations("settings");
  const words = useTranslations("command");
  const [isOpen, setIsOpen] = useState(false);
  if (waiting === 0) return null;
  const close = (): void => setIsOpen(false);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg bg-warn-soft px-4 py-2.5 text-sm text-warn-ink">
      <p>{t("waitForRestart", { count: waiting })}</p>
      <CommandButton size="small" aria-label={t("restartForSettings")} onClick={() => setIsOpen(true)}>
        <RotateCw aria-hidden className="size-3.5" />
        {t("restart")}
      </CommandButton>
      <Dialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={words("restart.title")}
        description={words("whole", { identity })}
      >
        <RestartForm {...{ identity, isConnected, sessionCount }} onClose={close} />
      </Dialog>
    </div>
  );
}
