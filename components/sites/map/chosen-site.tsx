"use client";

import { useTranslations } from "next-intl";
import { StatusChip } from "@/components/stations/status-chip";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { SitePower } from "../site-power";
import type { MapSite } from "./map-site";

/** The site that was chosen on the map or in the list. */
export function ChosenSite({ site }: { readonly site: MapSite }) {
  const t = useTranslations("map");
  const words = useTranslations("sites");
  const { counts, worst } = site.now;
  return (
    <Card aria-live="polite" aria-label={t("chosen")} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {site.name}
          {worst === null ? null : <StatusChip status={worst} />}
        </p>
        <p className="text-sm text-ink-2">
          {words("inShort", { count: site.stationCount, available: counts.Available, faults: counts.Fault })}
        </p>
      </div>
      <SitePower now={site.now} />
      <ButtonLink prefetch={false} href={`/sites/${site.id}`}>
        {t("open", { name: site.name })}
      </ButtonLink>
    </Card>
  );
}
