"use client";

import { useTranslations } from "next-intl";
import { useFileSize } from "@/components/logs/file-size";
import { Button } from "@/components/ui/button";
import type { UploadProgress } from "./use-upload";

/** How much of a file has left the browser; once all has, what the server does with it. */
export function UploadBar({
  progress,
  onCancel,
}: {
  readonly progress: UploadProgress;
  readonly onCancel: () => void;
}) {
  const t = useTranslations("firmware.upload");
  const size = useFileSize();
  const { sent, bytes } = progress;
  const percent = bytes === 0 ? 100 : Math.floor((sent / bytes) * 100);
  const isSent = sent >= bytes;
  return (
    <div className="flex flex-col gap-2 rounded-md bg-sunken p-3" data-upload={percent}>
      <div className="flex items-center justify-between gap-3 text-sm">
        <span role="status" className="tabular-nums">
          {isSent ? t("checking") : t("sending", { percent, sent: size(sent), bytes: size(bytes) })}
        </span>
        {isSent ? null : (
          <Button size="small" onClick={onCancel}>
            {t("cancel")}
          </Button>
        )}
      </div>
      <div
        role="progressbar"
        aria-label={t("label")}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div className={isSent ? "pulse h-full bg-energy" : "h-full bg-energy"} style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
