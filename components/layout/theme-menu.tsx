"use client";

import { SunMoon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { Button } from "@/components/ui/button";
import { Menu, MenuChoice, MenuLabel } from "@/components/ui/menu";

export function ThemeMenu() {
  const t = useTranslations("theme");
  const { theme, setTheme } = useTheme();
  return (
    <Menu
      trigger={
        <Button size="icon" variant="quiet" aria-label={t("label")}>
          <SunMoon aria-hidden className="size-4" strokeWidth={1.75} />
        </Button>
      }
    >
      <MenuLabel>{t("label")}</MenuLabel>
      <MenuChoice
        value={theme ?? "system"}
        onChange={setTheme}
        options={[
          { value: "light", label: t("light") },
          { value: "dark", label: t("dark") },
          { value: "system", label: t("system") },
        ]}
      />
    </Menu>
  );
}
