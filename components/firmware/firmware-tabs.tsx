"use client";

import { useTranslations } from "next-intl";
import { TabStrip } from "@/components/ui/tab-strip";

/** The pages about firmware. */
export function FirmwareTabs() {
  const t = useTranslations("firmware.tabs");
  const tabs = [
    { label: t("campaigns"), href: "/firmware" },
    { label: t("releases"), href: "/firmware/releases" },
    { label: t("compliance"), href: "/firmware/compliance" },
  ];
  return <TabStrip label={t("label")} tabs={tabs} />;
}
