"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { spanSeconds, spanText } from "@/components/form/wall-time";
import { Button } from "@/components/ui/button";

/** As typed: `start` as hh:mm after the beginning. */
export type PeriodDraft = { readonly start: string; readonly limit: string };

export const FIRST_PERIOD: PeriodDraft = { start: "00:00", limit: "" };

type Props = {
  readonly unit: "A" | "W";
  readonly periods: readonly PeriodDraft[];
  readonly onChange: (periods: readonly PeriodDraft[]) => void;
};

const INPUT =
  "h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink tabular-nums max-md:h-11 max-md:text-md read-only:bg-sunken";

/** The limits of a schedule, each from its start until the next. */
export function PeriodsField({ unit, periods, onChange }: Props) {
  const t = useTranslations("profiles.periods");
  const set = (at: number, parts: Partial<PeriodDraft>): void =>
    onChange(periods.map((period, index) => (index === at ? { ...period, ...parts } : period)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t("title")}</legend>
      <div className="grid grid-cols-[6rem_minmax(0,1fr)_2.75rem] items-center gap-2 text-sm text-ink-3">
        <span>{t("from")}</span>
        <span>{t("limit", { unit })}</span>
        <span />
        {periods.map((period, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a period has no name but its place
          <PeriodRow
            key={index}
            {...{ period, index, unit }}
            onSet={(parts) => set(index, parts)}
            onRemove={() => onChange(periods.filter((_, other) => other !== index))}
          />
        ))}
      </div>
      <Button
        size="small"
        className="self-start"
        onClick={() => onChange([...periods, { start: nextStart(periods), limit: "" }])}
      >
        <Plus aria-hidden className="size-3.5" />
        {t("add")}
      </Button>
    </fieldset>
  );
}

const HOUR = 3_600;

const nextStart = (periods: readonly PeriodDraft[]): string =>
  spanText((spanSeconds(periods.at(-1)?.start ?? "") ?? 0) + HOUR);

type RowProps = {
  readonly period: PeriodDraft;
  readonly index: number;
  readonly unit: "A" | "W";
  readonly onSet: (parts: Partial<PeriodDraft>) => void;
  readonly onRemove: () => void;
};

function PeriodRow({ period, index, unit, onSet, onRemove }: RowProps) {
  const t = useTranslations("profiles.periods");
  const place = { place: index + 1 };
  return (
    <>
      <input
        aria-label={t("fromOf", place)}
        className={INPUT}
        value={period.start}
        // The first one starts with the schedule.
        readOnly={index === 0}
        required
        pattern="\d{1,3}:[0-5]\d"
        onChange={(event) => onSet({ start: event.target.value })}
      />
      <input
        aria-label={t("limitOf", { ...place, unit })}
        className={INPUT}
        type="number"
        inputMode="decimal"
        min={0}
        step={0.1}
        required
        value={period.limit}
        onChange={(event) => onSet({ limit: event.target.value })}
      />
      {index === 0 ? (
        <span />
      ) : (
        <Button variant="quiet" size="icon" aria-label={t("remove", place)} onClick={onRemove}>
          <X aria-hidden className="size-3.5" />
        </Button>
      )}
    </>
  );
}
