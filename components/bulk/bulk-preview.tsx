"use client";

import { useTranslations } from "next-intl";
import type { BulkPreview } from "@/lib/domain/bulk-job";
import type { Preview } from "./use-preview";

/** How many there are, and which of them cannot be asked or have a car that charges. */
export function BulkPreviewText({ preview }: { readonly preview: Preview }) {
  const t = useTranslations("bulk");
  if (preview.state === "failed") return null;
  if (preview.state === "asking") return <p role="status">{t("looking")}</p>;
  const { total, offline, charging, blocked, examples } = preview.preview;
  return (
    <div className="flex flex-col gap-1.5" data-preview={total}>
      <p className="font-medium">{t("chosen", { count: total })}</p>
      <Part count={offline} names={examples.Offline} words={t("offline", { count: offline })} />
      <Part count={blocked} names={examples.Blocked} words={t("blocked", { count: blocked })} />
      <Part count={charging} names={examples.Charging} words={t("charging", { count: charging })} isWarning />
    </div>
  );
}

type PartProps = {
  readonly count: number;
  readonly names: BulkPreview["examples"]["Offline"];
  readonly words: string;
  readonly isWarning?: boolean;
};

function Part({ count, names, words, isWarning = false }: PartProps) {
  const t = useTranslations("bulk");
  if (count === 0) return null;
  const rest = count - names.length;
  return (
    <p className={isWarning ? "rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink" : "text-sm text-ink-2"}>
      {words} {names.join(", ")}
      {rest > 0 ? ` ${t("andMore", { count: rest })}` : null}
    </p>
  );
}
