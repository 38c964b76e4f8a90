"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextField } from "@/components/ui/field";

type Props<Value> = {
  readonly legend: string;
  readonly hint: string;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly note?: string }[];
  /** None = all. */
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
};

const SHOWN_AT_ONCE = 12;

/** Any of many; where there are very many they can be searched. */
export function CheckList<Value extends string | number>({ legend, hint, options, chosen, onChange }: Props<Value>) {
  const t = useTranslations("firmware.plan.targets");
  const [search, setSearch] = useState("");
  const words = search.trim().toLowerCase();
  const shown = options.filter(({ value, label }) => chosen.includes(value) || label.toLowerCase().includes(words));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="text-sm font-medium">{legend}</legend>
      <p className="text-sm text-ink-3">{chosen.length === 0 ? hint : t("chosen", { count: chosen.length })}</p>
      {options.length > SHOWN_AT_ONCE ? (
        <TextField
          label={<span className="sr-only">{t("search", { legend })}</span>}
          placeholder={t("search", { legend })}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      ) : null}
      <div className="flex max-h-56 flex-wrap gap-x-4 gap-y-1 overflow-y-auto py-0.5">
        {shown.map(({ value, label, note }) => (
          <label key={value} className="flex cursor-pointer items-center gap-2 text-sm max-md:min-h-9">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
              }
              className="size-4 shrink-0 accent-ink"
            />
            {label}
            {note === undefined ? null : <span className="text-ink-3 tabular-nums">{note}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
