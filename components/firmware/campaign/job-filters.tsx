"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { FilterChip } from "@/components/ui/filter-chip";
import { SearchBox } from "@/components/ui/search-box";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import { JOB_STATES } from "@/lib/domain/firmware/campaign-states";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import type { JobFilter } from "./job-filter";

/** Offered as chips; the other states come by links. */
const SHOWN = ["active", "waiting", "done", "Failed"] as const;

type Props = { readonly campaign: CampaignView; readonly filter: JobFilter };

/** Which of the chargers are listed; all of it is the address. */
export function JobFilters({ campaign, filter }: Props) {
  const t = useTranslations("campaign");
  const { hrefWith, change } = useSearchParamsChange();
  const other = JOB_STATES.find((state) => state === filter.status && state !== "Failed");
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <SearchBox q={filter.q} label={t("filter.search")} />
      <div role="group" aria-label={t("filter.label")} className="flex min-w-0 flex-wrap items-center gap-1.5">
        <FilterChip href={hrefWith({ status: null })} isOn={filter.status === null}>
          {t("filter.all")}
        </FilterChip>
        {SHOWN.map((status) => (
          <FilterChip key={status} href={hrefWith({ status })} isOn={filter.status === status}>
            {t(`filter.${status}`)}
          </FilterChip>
        ))}
        {other === undefined ? null : <DropChip name="status" text={t(`status.${other}`)} />}
        {filter.reason === null ? null : <DropChip name="reason" text={t(`reason.${filter.reason}`)} />}
        {filter.blocked === null ? null : <DropChip name="blocked" text={t(`blockedShort.${filter.blocked}`)} />}
      </div>
      {campaign.waves.length < 2 ? null : (
        <select
          aria-label={t("filter.wave")}
          value={filter.wave ?? ""}
          onChange={(event) => change({ wave: event.target.value })}
          className="h-8 max-w-48 rounded-md border border-line-strong bg-surface px-2 text-sm max-md:h-11"
        >
          <option value="">{t("filter.anyWave")}</option>
          {campaign.waves.map(({ index, name }) => (
            <option key={index} value={index}>
              {name}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function DropChip({ name, text }: { readonly name: string; readonly text: string }) {
  const t = useTranslations("campaign.filter");
  const { hrefWith } = useSearchParamsChange();
  return (
    <FilterChip href={hrefWith({ [name]: null })} isOn>
      {text} <X aria-label={t("drop")} className="size-3.5" />
    </FilterChip>
  );
}
