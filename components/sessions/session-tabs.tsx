"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { FilterChip } from "@/components/ui/filter-chip";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import { SESSION_PROBLEMS, type SessionProblem } from "@/lib/domain/session-problem";

type Props = {
  readonly phase: "live" | "ended";
  readonly problem: SessionProblem | null;
  readonly charger: string | null;
  readonly token: string | null;
};

/** Live or ended, what needs a person, and the filters that links from other pages bring along. */
export function SessionTabs({ phase, problem, charger, token }: Props) {
  const t = useTranslations("sessions");
  const words = useTranslations("sessionProblem");
  const { hrefWith } = useSearchParamsChange();
  return (
    <div role="group" aria-label={t("filter")} className="mb-4 flex flex-wrap gap-2">
      <FilterChip href={hrefWith({ phase: null, problem: null })} isOn={problem === null && phase === "live"}>
        {t("live")}
      </FilterChip>
      <FilterChip href={hrefWith({ phase: "ended", problem: null })} isOn={problem === null && phase === "ended"}>
        {t("ended")}
      </FilterChip>
      {SESSION_PROBLEMS.map((name) => (
        <FilterChip key={name} href={hrefWith({ phase: null, problem: name })} isOn={problem === name}>
          {words(name)}
        </FilterChip>
      ))}
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
