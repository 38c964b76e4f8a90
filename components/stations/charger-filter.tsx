"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { FilterChip } from "@/components/ui/filter-chip";
import { SearchBox } from "@/components/ui/search-box";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import { StatusGlyph } from "./status-glyph";

type Props = {
  readonly q: string;
  /** In the grammar of the console; null = none. */
  readonly filter: string | null;
  readonly status: readonly StatusWord[];
  readonly counts: Readonly<Record<StatusWord, number>>;
};

/** Search, and a chip for each status that occurs, with how many there are. */
export function ChargerFilter({ q, filter, status, counts }: Props) {
  const t = useTranslations("chargers");
  const words = useTranslations("status");
  const { hrefWith } = useSearchParamsChange();
  const shown = STATUS_WORDS.filter((word) => counts[word] > 0 || status.includes(word));
  const toggled = (word: StatusWord): string =>
    (status.includes(word) ? status.filter((other) => other !== word) : [...status, word]).join(",");
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <SearchBox q={q} label={t("search")} />
      {filter === null ? null : (
        <FilterChip href={hrefWith({ filter: null })} isOn>
          <span className="max-w-64 truncate font-mono text-xs">{filter}</span>
          <X aria-hidden className="size-3.5" />
          <span className="sr-only">{t("dropFilter")}</span>
        </FilterChip>
      )}
      <div
        role="group"
        aria-label={t("filterByStatus")}
        className="flex min-w-0 gap-1.5 overflow-x-auto py-1 max-sm:-mx-4 max-sm:px-4 sm:flex-wrap"
      >
        <FilterChip href={hrefWith({ status: null })} isOn={status.length === 0}>
          {t("anyStatus")}
        </FilterChip>
        {shown.map((word) => (
          <FilterChip key={word} href={hrefWith({ status: toggled(word) })} isOn={status.includes(word)}>
            <StatusGlyph status={word} />
            {words(word)}
            <span className="text-ink-3">{counts[word]}</span>
          </FilterChip>
        ))}
      </div>
    </div>
  );
}
