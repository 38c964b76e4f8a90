"use client";

import { useTranslations } from "next-intl";
import { useFigures } from "@/components/figures/use-figures";
import type { SiteNow } from "@/lib/domain/site-view";

/** What a site draws now, and of how many sessions that is not known. Nothing known is a dash, never a zero. */
export function SitePower({ now }: { readonly now: Pick<SiteNow, "powerW" | "powerUnknown" | "running"> }) {
  const t = useTranslations("sites");
  const figures = useFigures();
  const isKnown = now.powerUnknown < now.running || now.running === 0;
  return (
    <span data-power={isKnown ? Math.round(now.powerW) : "unknown"} className="tabular-nums">
      {isKnown ? (
        <>
          {figures.kilowatts(now.powerW)} <span className="text-[0.8em] text-ink-3">kW</span>
        </>
      ) : (
        <span aria-hidden>—</span>
      )}
      {now.powerUnknown === 0 ? null : (
        <span className="ml-1.5 text-xs font-normal text-ink-3">{t("untold", { count: now.powerUnknown })}</span>
      )}
    </span>
  );
}
