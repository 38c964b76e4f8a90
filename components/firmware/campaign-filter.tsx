"use client";

import { useTranslations } from "next-intl";
import { FilterChip } from "@/components/ui/filter-chip";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import { CAMPAIGN_STATES, type CampaignState } from "@/lib/domain/firmware/campaign-states";

/** A chip for each state: a campaign is in one. */
export function CampaignFilter({ status }: { readonly status: CampaignState | null }) {
  const t = useTranslations("firmware");
  const { hrefWith } = useSearchParamsChange();
  return (
    <div
      role="group"
      aria-label={t("filterByState")}
      className="mb-4 flex min-w-0 gap-1.5 overflow-x-auto py-1 max-sm:-mx-4 max-sm:px-4 sm:flex-wrap"
    >
      <FilterChip href={hrefWith({ status: null })} isOn={status === null}>
        {t("anyState")}
      </FilterChip>
      {CAMPAIGN_STATES.map((state) => (
        <FilterChip key={state} href={hrefWith({ status: state })} isOn={status === state}>
          {t(`state.${state}`)}
        </FilterChip>
      ))}
    </div>
  );
}
