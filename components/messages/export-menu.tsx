"use client";

import { Download } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { AskedMessages, FoundScope } from "./message-scope";

type Props = { readonly scope: FoundScope; readonly asked: AskedMessages; readonly rowsMax: number };

/** The filter of the screen as a file. */
export function ExportMenu({ scope, asked, rowsMax }: Props) {
  const t = useTranslations("messageLog.export");
  const timeZone = useTimeZone() ?? "UTC";
  const take = (format: "csv" | "ndjson"): void =>
    window.location.assign(`/messages/export?${queryOf(scope, asked, { format, timeZone })}`);
  return (
    <Menu
      trigger={
        <Button>
          <Download aria-hidden className="size-4" />
          {t("button")}
        </Button>
      }
    >
      <MenuItem onSelect={() => take("csv")}>{t("csv")}</MenuItem>
      <MenuItem onSelect={() => take("ndjson")}>{t("ndjson")}</MenuItem>
      <p className="max-w-60 border-t px-2 pt-2 pb-1 text-xs text-ink-3">{t("limit", { count: rowsMax })}</p>
    </Menu>
  );
}

function queryOf({ filter, from, to }: FoundScope, { session }: AskedMessages, rest: Record<string, string>): string {
  const { identity, action, direction, result, slowerThanMs, text, messageId, hidesRoutine } = filter;
  const told = { identity, action, direction, result, text, messageId, session, from, to };
  const query = new URLSearchParams(rest);
  for (const [name, value] of Object.entries(told)) if (value !== null) query.set(name, value);
  if (slowerThanMs !== null) query.set("slowerThanMs", String(slowerThanMs));
  if (hidesRoutine) query.set("hideRoutine", "true");
  return query.toString();
}
