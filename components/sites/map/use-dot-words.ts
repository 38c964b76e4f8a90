"use client";

import { useTranslations } from "next-intl";
import type { StatusWord } from "@/lib/domain/station";

/** What a dot says to those who hear it: "Westlands: Fault", "4 sites, worst: Offline". */
export function useDotWords(): (name: string | null, count: number, worst: StatusWord | null) => string {
  const t = useTranslations("map");
  const words = useTranslations("status");
  return (name, count, worst) => {
    const state = worst === null ? t("noChargers") : words(worst);
    return name === null ? t("several", { count, state }) : t("one", { name, state });
  };
}
