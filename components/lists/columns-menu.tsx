"use client";

import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuCheck, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { DENSITIES, type Density } from "@/lib/domain/saved-view";

type Props = {
  readonly columns: readonly { readonly name: string; readonly label: string }[];
  readonly shown: readonly string[];
  readonly isOwn: boolean;
  readonly onColumns: (columns: readonly string[] | null) => void;
  readonly density: Density;
  readonly onDensity: (density: Density) => void;
};

/** Which columns a list has, and how high its rows are. */
export function ColumnsMenu({ columns, shown, isOwn, onColumns, density, onDensity }: Props) {
  const t = useTranslations("lists.columns");
  const toggle = (name: string): void => {
    const next = columns.map((column) => column.name).filter((each) => shown.includes(each) !== (each === name));
    if (next.length > 0) onColumns(next);
  };
  return (
    <Menu
      trigger={
        <Button className="max-md:hidden">
          <Columns3 aria-hidden className="size-4" />
          {t("menu")}
        </Button>
      }
    >
      <MenuLabel>{t("shown")}</MenuLabel>
      {columns.map(({ name, label }) => (
        <MenuCheck key={name} isChecked={shown.includes(name)} onChange={() => toggle(name)}>
          {label}
        </MenuCheck>
      ))}
      <MenuItem disabled={!isOwn} onSelect={() => onColumns(null)}>
        {t("reset")}
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>{t("density")}</MenuLabel>
      <MenuChoice
        value={density}
        onChange={(value) => onDensity(DENSITIES.find((each) => each === value) ?? "default")}
        options={DENSITIES.map((value) => ({ value, label: t(value) }))}
      />
    </Menu>
  );
}
