"use client";

import { useTranslations } from "next-intl";
import { TabStrip } from "@/components/ui/tab-strip";

/** The pages of one campaign, as the last part of their address. */
const TABS = ["stations", "events", "plan", "approvals"] as const;

export function CampaignTabs({ id }: { readonly id: string }) {
  const t = useTranslations("campaign.tab");
  const base = `/firmware/campaigns/${id}`;
  const tabs = TABS.map((tab) => ({ label: t(tab), href: tab === "stations" ? base : `${base}/${tab}` }));
  return <TabStrip label={t("label")} tabs={tabs} scroll={false} />;
}
