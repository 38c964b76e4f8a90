"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Card, CardHeader } from "@/components/ui/card";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";

/** Why updates failed, each reason a filter of the list. */
export function FailuresCard({ campaign }: { readonly campaign: CampaignView }) {
  const t = useTranslations("campaign");
  const format = useFormatter();
  return (
    <Card aria-label={t("failures.title")}>
      <CardHeader title={t("failures.title")} />
      <ul className="divide-y">
        {campaign.failures.map(({ reason, jobs }) => (
          <li
            key={reason}
            className="relative flex items-center justify-between gap-4 px-4 py-2.5 text-sm hover:bg-sunken"
          >
            <Link
              href={`/firmware/campaigns/${campaign.id}?reason=${reason}`}
              scroll={false}
              className="after:absolute after:inset-0"
            >
              {t(`reason.${reason}`)}
            </Link>
            <span className="font-medium tabular-nums">{format.number(jobs)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
