"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { FilterChip } from "@/components/ui/filter-chip";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";

type Props = { readonly phase: "live" | "ended"; readonly charger: string | null; readonly token: string | null };

/** Live or ended, and the filters that links from other pages bring along. */
export function SessionTabs({ phase, charger, token }: Props) {
  const t = useTranslations("sessions");
  const { hrefWith } = useSearchParamsChange();
  return (
    <div role="group" aria-label={t("filter")} className="mb-4 flex flex-wrap gap-2">
      <FilterChip href={hrefWith({ phase: null })} isOn={phase === "live"}>
        {t("live")}
      </FilterChip>
      <FilterChip href={hrefWith({ phase: "ended" })} isOn={phase === "ended"}>
        {t("ended")}
      </FilterChip>
      {charger === null ? null : (
        <FilterChip href={hrefWith({ charger: null })} isOn>
          {t("ofCharger", { charger })} <X aria-label={t("dropFilter")} className="size-3.5" />
        </FilterChip>
      )}
      {token === null ? null : (
        <FilterChip href={hrefWith({ token: null })} isOn>
          {t("ofToken", { token })} <X aria-label={t("dropFilter")} className="size-3.5" />
        </FilterChip>
      )}
    </div>
  );
}
