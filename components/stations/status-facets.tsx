"use client";

import { useFormatter, useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { valuesOf, withoutField, withValueToggled } from "@/lib/domain/filter/change-filter";
import { filterWord } from "@/lib/domain/filter/charger-fields";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import { StatusGlyph } from "./status-glyph";

type Props = {
  readonly filter: string;
  readonly counts: Readonly<Record<StatusWord, number>>;
  readonly onFilter: (filter: string) => void;
};

const CHIP =
  "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md border px-2.5 text-sm whitespace-nowrap text-ink-2 tabular-nums hover:text-ink max-md:h-11 aria-pressed:border-ink aria-pressed:bg-sunken aria-pressed:text-ink";

/** A chip for each status that occurs, with how many there are with the rest of the filter. */
export function StatusFacets({ filter, counts, onFilter }: Props) {
  const t = useTranslations("chargers");
  const words = useTranslations("status");
  const format = useFormatter();
  const asked = valuesOf(filter, "status");
  const shown = STATUS_WORDS.filter((word) => counts[word] > 0 || asked.has(filterWord(word)));
  return (
    <div
      role="group"
      aria-label={t("filterByStatus")}
      className="flex min-w-0 gap-1.5 overflow-x-auto py-1 max-sm:-mx-4 max-sm:px-4 sm:flex-wrap"
    >
      <button
        type="button"
        aria-pressed={asked.size === 0}
        onClick={() => onFilter(withoutField(filter, "status"))}
        className={classNames(CHIP, "bg-surface")}
      >
        {t("anyStatus")}
      </button>
      {shown.map((word) => (
        <button
          key={word}
          type="button"
          data-facet={word}
          aria-pressed={asked.has(filterWord(word))}
          onClick={() => onFilter(withValueToggled(filter, "status", filterWord(word)))}
          className={classNames(CHIP, "bg-surface")}
        >
          <StatusGlyph status={word} />
          {words(word)}
          <span className="text-ink-3">{format.number(counts[word])}</span>
        </button>
      ))}
    </div>
  );
}
