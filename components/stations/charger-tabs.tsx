"use client";

import { useTranslations } from "next-intl";
import { TabStrip } from "@/components/ui/tab-strip";

/** The pages of one charger, as the last part of their address. */
const TABS = [
  "overview",
  "sessions",
  "commands",
  "settings",
  "charging-profiles",
  "card-list",
  "logs",
  "messages",
  "events",
  "health",
] as const;

export function ChargerTabs({ identity }: { readonly identity: string }) {
  const t = useTranslations("station.tab");
  const base = `/chargers/${encodeURIComponent(identity)}`;
  const tabs = TABS.map((tab) => ({ label: t(tab), href: tab === "overview" ? base : `${base}/${tab}` }));
  return <TabStrip label={t("label", { identity })} tabs={tabs} />;
}
