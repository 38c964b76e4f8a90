"use client";

import { Download } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { ListAddress } from "./list-address";

type Props = {
  /** Where the file is, as `/chargers/list.csv`. */
  readonly path: string;
  readonly address: ListAddress;
  readonly shown: readonly string[];
};

/** The rows of the filter as a file. */
export function ListExportMenu({ path, address, shown }: Props) {
  const t = useTranslations("lists.export");
  const takeFile = useFile(path, address);
  return (
    <Menu
      trigger={
        <Button>
          <Download aria-hidden className="size-4" />
          {t("menu")}
        </Button>
      }
    >
      <MenuItem onSelect={() => takeFile({ columns: shown.join(",") })}>{t("shown")}</MenuItem>
      <MenuItem onSelect={() => takeFile({})}>{t("all")}</MenuItem>
      <p className="max-w-60 border-t px-2 pt-2 pb-1 text-xs text-ink-3">{t("limit")}</p>
    </Menu>
  );
}

/** Takes a file of what the list shows; its instants are told on the viewer's clock too. */
export function useFile(path: string, { filter, sort }: ListAddress): (more: Record<string, string>) => void {
  const timeZone = useTimeZone() ?? "UTC";
  return (more) => window.location.assign(`${path}?${new URLSearchParams({ filter, sort, timeZone, ...more })}`);
}
