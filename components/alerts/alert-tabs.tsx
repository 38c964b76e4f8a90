"use client";

import { useTranslations } from "next-intl";
import { TabStrip } from "@/components/ui/tab-strip";

/** The pages about alerts. Whom they are told to is for those who say so. */
export function AlertTabs({ mayRoute }: { readonly mayRoute: boolean }) {
  const t = useTranslations("alerts.tabs");
  const tabs = [
    { label: t("alerts"), href: "/alerts" },
    { label: t("rules"), href: "/alerts/rules" },
    ...(mayRoute ? [{ label: t("routes"), href: "/alerts/routes" }] : []),
  ];
  return <TabStrip label={t("label")} tabs={tabs} />;
}
