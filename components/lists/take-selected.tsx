"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useFile } from "./export-menu";
import type { ListAddress } from "./list-address";
import type { Selection } from "./use-selection";

type Props = {
  readonly path: string;
  readonly address: ListAddress;
  readonly selection: { readonly selection: Selection };
};

/** An address has no room for more. */
const IDS_MAX = 1_000;

/** The chosen rows as a file. */
export function TakeSelected({ path, address, selection: { selection } }: Props) {
  const t = useTranslations("lists.export");
  const takeFile = useFile(path, address);
  const isTooMuch = selection.type === "Rows" && selection.ids.size > IDS_MAX;
  const take = (): void => takeFile(selection.type === "All" ? {} : { ids: [...selection.ids].join(",") });
  return (
    <Button
      size="small"
      disabled={isTooMuch}
      title={isTooMuch ? t("tooMany", { count: IDS_MAX }) : undefined}
      onClick={take}
    >
      <Download aria-hidden className="size-3.5" />
      {t("selected")}
    </Button>
  );
}
