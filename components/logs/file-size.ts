"use client";

import { useFormatter, useTranslations } from "next-intl";

/** "512 bytes", "12.3 kB", "4.0 MB": steps of a thousand, as downloads show them. */
export function useFileSize(): (bytes: number) => string {
  const t = useTranslations("logs.size");
  const format = useFormatter();
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
  return (bytes) => {
    if (bytes < 1_000) return t("bytes", { value: format.number(bytes) });
    if (bytes < 1_000_000) return t("kilobytes", { value: format.number(bytes / 1_000, tenths) });
    return t("megabytes", { value: format.number(bytes / 1_000_000, tenths) });
  };
}
