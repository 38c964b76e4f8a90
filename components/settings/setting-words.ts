"use client";

import { useTranslations } from "next-intl";
import { standardSetting } from "@/lib/domain/standard-settings";

/** What is known in plain words of a setting; nothing of those that are a vendor's own. */
export function useSettingWords() {
  const t = useTranslations("settings");
  return {
    about: (key: string): string | null => {
      const standard = standardSetting(key);
      return standard === null ? null : t(`about.${standard.name}`);
    },
    unit: (key: string): string | null => {
      const unit = standardSetting(key)?.unit ?? null;
      return unit === null ? null : t(`unit.${unit}`);
    },
  };
}
