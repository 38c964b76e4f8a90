"use client";

import { useTimeZone, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import { ChosenFilter } from "./filter-controls";
import { type AskedMessages, SPANS } from "./message-scope";

/** The last hour, day or week; or from one moment to another, in the viewer's own time. */
export function TimeFilter({ asked }: { readonly asked: AskedMessages }) {
  const t = useTranslations("messageLog.filter");
  const { change } = useSearchParamsChange();
  const [isCustom, setIsCustom] = useState(asked.last === "custom");
  return (
    <>
      <span className="min-w-0 md:w-36">
        <ChosenFilter
          label={t("time")}
          value={isCustom ? "custom" : asked.last}
          options={SPANS.map((span) => [span, t(`last.${span}`)] as const)}
          onChoose={(chosen) => {
            setIsCustom(chosen === "custom");
            if (chosen !== "custom") change({ last: chosen === "24h" ? null : chosen, from: null, to: null });
          }}
        />
      </span>
      {isCustom ? (
        <>
          <Moment label={t("from")} at={asked.from} onChoose={(from) => change({ from, last: null })} />
          <Moment label={t("to")} at={asked.to} onChoose={(to) => change({ to, last: null })} />
        </>
      ) : null}
    </>
  );
}

function Moment({
  label,
  at,
  onChoose,
}: {
  readonly label: string;
  readonly at: string | null;
  readonly onChoose: (at: string | null) => void;
}) {
  const id = useId();
  const timeZone = useTimeZone() ?? "UTC";
  return (
    <span className="flex min-w-0 items-center gap-1.5 max-md:col-span-2">
      <label htmlFor={id} className="shrink-0 text-sm text-ink-2 max-md:w-12">
        {label}
      </label>
      <input
        id={id}
        type="datetime-local"
        defaultValue={at === null ? "" : localText(at, timeZone)}
        onBlur={(event) => {
          const read = new Date(event.target.value);
          const chosen = Number.isNaN(read.getTime()) ? null : read.toISOString();
          if (chosen !== at) onChoose(chosen);
        }}
        className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2 text-sm max-md:h-11 max-md:text-md"
      />
    </span>
  );
}

/** `2026-11-22T14:02`, as such a field wants it. */
function localText(at: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  return format.format(new Date(at)).replace(" ", "T");
}
