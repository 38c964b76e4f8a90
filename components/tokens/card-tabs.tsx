"use client";

import { useTranslations } from "next-intl";
import { TabStrip } from "@/components/ui/tab-strip";

/** The pages about cards. */
export function CardTabs({ unknownCount }: { readonly unknownCount: number }) {
  const t = useTranslations("tokens.tabs");
  const tabs = [
    { label: t("cards"), href: "/tokens" },
    { label: t("groups"), href: "/tokens/groups" },
    { label: t("unknown"), href: "/tokens/unknown", count: unknownCount },
    { label: t("import"), href: "/tokens/import" },
  ];
  return <TabStrip label={t("label")} tabs={tabs} />;
}
