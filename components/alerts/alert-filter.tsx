"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { FilterChip } from "@/components/ui/filter-chip";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import { ALERT_KINDS, type AlertKind } from "@/lib/domain/alerts/alert-rule";
import { ALERT_GROUPS, type AlertGroup } from "@/lib/domain/alerts/alert-view";

type Props = {
  readonly group: AlertGroup;
  readonly counts: Readonly<Record<AlertGroup, number | null>>;
  readonly kind: AlertKind | null;
  readonly charger: string | null;
};

/** What waits for somebody, what is seen to, what is silenced, what is over; and of which kind. */
export function AlertFilter({ group, counts, kind, charger }: Props) {
  const t = useTranslations("alerts");
  const { hrefWith, change } = useSearchParamsChange();
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <div role="group" aria-label={t("filter")} className="flex flex-wrap gap-2">
        {ALERT_GROUPS.map((name) => (
          <FilterChip key={name} href={hrefWith({ group: name === "Open" ? null : name })} isOn={name === group}>
            {t(`group.${name}`)}
            {counts[name] === null ? null : <span className="text-ink-3">{counts[name]}</span>}
          </FilterChip>
        ))}
        {charger === null ? null : (
          <FilterChip href={hrefWith({ charger: null })} isOn>
            {t("ofCharger", { charger })} <X aria-label={t("dropFilter")} className="size-3.5" />
          </FilterChip>
        )}
      </div>
      <select
        aria-label={t("kindFilter")}
        value={kind ?? ""}
        onChange={(event) => change({ kind: event.target.value })}
        className="h-8 rounded-md border bg-surface px-2 text-sm text-ink-2 max-md:h-11"
      >
        <option value="">{t("allKinds")}</option>
        {ALERT_KINDS.map((known) => (
          <option key={known} value={known}>
            {t(`kind.${known}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
