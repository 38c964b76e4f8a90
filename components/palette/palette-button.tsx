"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";

/** Where one clicks for what ⌘K opens. */
export function PaletteButton({ onOpen }: { readonly onOpen: () => void }) {
  const t = useTranslations("palette");
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={t("label")}
      aria-keyshortcuts="Control+K Meta+K"
      className="inline-flex h-8 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink-2 hover:text-ink max-md:size-11 max-md:justify-center max-md:border-0 max-md:bg-transparent md:w-72"
    >
      <Search aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      <span className="truncate max-md:hidden">{t("label")}</span>
      <kbd aria-hidden className="ml-auto text-xs text-ink-3 max-md:hidden">
        {t("key")}
      </kbd>
    </button>
  );
}
