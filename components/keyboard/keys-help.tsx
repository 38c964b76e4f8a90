"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Dialog } from "@/components/ui/dialog";
import { GO } from "./keys";
import { useKeysSwitch } from "./keys-switch";

type Props = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };

/** All keys of the console in one place, and the switch that turns the single ones off. */
export function KeysHelp({ open, onOpenChange }: Props) {
  const t = useTranslations("keys");
  const places = useTranslations("navigation");
  const { isOff, change } = useKeysSwitch();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} description={t("intro")}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
        <Key keys={[t("commandK")]}>{t("palette")}</Key>
        <Key keys={["?"]}>{t("help")}</Key>
        <Key keys={["/"]}>{t("filter")}</Key>
        <Key keys={["L"]}>{t("pause")}</Key>
        <Key keys={["R"]}>{t("restart")}</Key>
        {Object.entries(GO).map(([letter, { key }]) => (
          <Key key={letter} keys={["G", letter.toUpperCase()]}>
            {places(key)}
          </Key>
        ))}
      </dl>
      <label className="mt-5 flex items-center gap-2.5 text-sm">
        <input
          type="checkbox"
          className="size-4"
          checked={!isOff}
          onChange={(event) => change(!event.target.checked)}
        />
        {t("switch")}
      </label>
    </Dialog>
  );
}

function Key({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) {
  return (
    <>
      <dt className="flex gap-1">
        {keys.map((key) => (
          <kbd key={key} className="min-w-6 rounded-sm border bg-sunken px-1.5 text-center font-mono text-xs leading-6">
            {key}
          </kbd>
        ))}
      </dt>
      <dd className="leading-6">{children}</dd>
    </>
  );
}
