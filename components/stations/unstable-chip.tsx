"use client";

import { Activity } from "lucide-react";
import { useTranslations } from "next-intl";

/** Beside the state: the line comes and goes. */
export function UnstableChip() {
  const t = useTranslations("health");
  return (
    <span
      data-unstable="true"
      className="inline-flex h-6 items-center gap-1.5 rounded-md bg-warn-soft px-2 text-xs font-medium whitespace-nowrap text-warn-ink"
    >
      <Activity aria-hidden className="size-3" />
      {t("unstable")}
    </span>
  );
}
