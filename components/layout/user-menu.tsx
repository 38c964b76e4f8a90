"use client";

import { CircleUser, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import type { OperatorCard } from "./operator-card";
import { type ChooseLanguage, useLanguage } from "./use-language";

export function UserMenu({
  operator,
  signOut,
  chooseLanguage,
}: {
  readonly operator: OperatorCard;
  readonly signOut: () => Promise<void>;
  readonly chooseLanguage: ChooseLanguage;
}) {
  const t = useTranslations("user");
  const [isPending, startTransition] = useTransition();
  const { language, options, change } = useLanguage(chooseLanguage);
  return (
    <Menu
      trigger={
        <Button size="icon" variant="quiet" aria-label={t("label", { name: operator.name })}>
          <CircleUser aria-hidden className="size-4.5" strokeWidth={1.75} />
        </Button>
      }
    >
      <MenuLabel>
        <span className="block text-sm font-medium text-ink">{operator.name}</span>
        <span className="block">{operator.email}</span>
        <span className="block">{t("role", { role: operator.role })}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuLabel>{t("language")}</MenuLabel>
      <MenuChoice value={language} onChange={change} options={options} />
      <MenuSeparator />
      <MenuItem disabled={isPending} onSelect={() => startTransition(signOut)}>
        <LogOut aria-hidden className="size-4" strokeWidth={1.75} />
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
