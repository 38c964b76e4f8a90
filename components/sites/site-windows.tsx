"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ZonedTime } from "@/components/firmware/zoned-time";
import { Card, CardHeader } from "@/components/ui/card";
import type { SiteDetail, SiteWindow } from "@/lib/domain/site-view";

/** When campaigns may update the chargers of this site next, on its clock. */
export function SiteWindows({ site }: { readonly site: Pick<SiteDetail, "windows" | "timeZone"> }) {
  const t = useTranslations("sites.window");
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")} />
      {site.windows.length === 0 ? (
        <p className="px-4 py-4 text-sm text-ink-2">{t("none")}</p>
      ) : (
        <ul className="divide-y">
          {site.windows.map((window) => (
            <li key={window.campaignId} className="flex flex-col gap-0.5 px-4 py-3 text-sm">
              <Link
                prefetch={false}
                href={`/firmware/campaigns/${window.campaignId}`}
                className="font-medium underline decoration-line-strong underline-offset-2 hover:decoration-ink"
              >
                {window.campaignName}
              </Link>
              <span className="text-ink-2">
                <Opening window={window} timeZone={site.timeZone} />
              </span>
              <span className="text-ink-3">{t("left", { count: window.stationCount })}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Opening({ window, timeZone }: { readonly window: SiteWindow; readonly timeZone: string }) {
  const t = useTranslations("sites.window");
  const { opensAt, closesAt, isOpen } = window;
  if (opensAt === null || closesAt === null) return t("anyTime");
  const at = <ZonedTime at={isOpen ? closesAt : opensAt} timeZone={timeZone} />;
  return t.rich(isOpen ? "openUntil" : "opens", { at: () => at });
}
