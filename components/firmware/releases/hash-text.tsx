"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";

/** The ends of a SHA-256, all of it on hover and in the clipboard. */
export function HashText({ sha256, isWhole = false }: { readonly sha256: string | null; readonly isWhole?: boolean }) {
  const t = useTranslations("firmware.releases");
  if (sha256 === null) return <span className="text-ink-3">—</span>;
  const shown = isWhole ? sha256 : `${sha256.slice(0, 6)}…${sha256.slice(-4)}`;
  return (
    <span className="relative z-10 inline-flex items-center gap-1">
      <span title={sha256} className="font-mono text-xs break-all">
        {shown}
      </span>
      <CopyButton text={sha256} label={t("copyHash", { hash: sha256.slice(0, 8) })} />
    </span>
  );
}
