"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ActionFault } from "@/components/form/action-result";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import type { UpdateWindow } from "@/lib/domain/firmware/campaign-spec";

type Props = {
  readonly windows: readonly UpdateWindow[];
  readonly fault: ActionFault | null;
  readonly onChange: (windows: readonly UpdateWindow[]) => void;
};

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const NIGHT: UpdateWindow = { days: DAYS, start: "01:00", end: "05:00" };

/** When updates may begin, in each site's own time; none is at any time. */
export function WindowsField({ windows, fault, onChange }: Props) {
  const t = useTranslations("firmware.plan.safety");
  const message = fault?.field?.startsWith("spec.windows") === true ? fault.message : null;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-sm font-medium">{t("windows")}</legend>
      <p className="text-sm text-ink-3">{t("windowsHint")}</p>
      {windows.length === 0 ? (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">{t("anyTime")}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {windows.map((window, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a window has no name but its place
            <li key={index}>
              <WindowRow
                window={window}
                index={index}
                onChange={(changed) => onChange(windows.map((other, at) => (at === index ? changed : other)))}
                onRemove={() => onChange(windows.filter((_, at) => at !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      {message === null ? null : (
        <p role="alert" className="text-sm text-fault-ink">
          {message}
        </p>
      )}
      <Button size="small" className="self-start" onClick={() => onChange([...windows, NIGHT])}>
        <Plus aria-hidden className="size-3.5" />
        {t("addWindow")}
      </Button>
    </fieldset>
  );
}

type RowProps = {
  readonly window: UpdateWindow;
  readonly index: number;
  readonly onChange: (window: UpdateWindow) => void;
  readonly onRemove: () => void;
};

const TIME =
  "h-9 w-18 rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink tabular-nums aria-invalid:border-fault max-md:h-11 max-md:text-md";

function WindowRow({ window, index, onChange, onRemove }: RowProps) {
  const t = useTranslations("firmware.plan.safety");
  const place = { place: index + 1 };
  const toggle = (day: number): void =>
    onChange({
      ...window,
      days: DAYS.filter((other) => (other === day ? !window.days.includes(day) : window.days.includes(other))),
    });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border p-2.5" data-window={index}>
      <div role="group" aria-label={t("daysOf", place)} className="flex flex-wrap gap-1">
        {DAYS.map((day) => (
          <label
            key={day}
            className={classNames(
              "inline-flex size-8 cursor-pointer items-center justify-center rounded-md border text-xs font-medium max-md:size-11",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
              window.days.includes(day) ? "border-ink bg-ink text-surface" : "text-ink-2 hover:bg-sunken",
            )}
          >
            <input
              type="checkbox"
              aria-label={t(`dayName.${day}`)}
              checked={window.days.includes(day)}
              onChange={() => toggle(day)}
              className="sr-only"
            />
            <span aria-hidden>{t(`day.${day}`)}</span>
          </label>
        ))}
      </div>
      <span className="flex items-center gap-2">
        <WallTime
          label={t("startOf", place)}
          value={window.start}
          onChange={(start) => onChange({ ...window, start })}
        />
        <span aria-hidden className="text-ink-3">
          –
        </span>
        <WallTime label={t("endOf", place)} value={window.end} onChange={(end) => onChange({ ...window, end })} />
        {isTime(window.start) && isTime(window.end) && window.end <= window.start ? (
          <span className="text-sm text-ink-3">{t("nextDay")}</span>
        ) : null}
      </span>
      <Button size="icon" variant="quiet" className="ml-auto" aria-label={t("removeWindow", place)} onClick={onRemove}>
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}

type WallTimeProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Typed, since the browser's own field shows 12 hours wherever the browser's language does. */
function WallTime({ label, value, onChange }: WallTimeProps) {
  return (
    <input
      aria-label={label}
      aria-invalid={!isTime(value)}
      value={value}
      placeholder="01:00"
      maxLength={5}
      autoComplete="off"
      onChange={({ target }) => onChange(target.value)}
      onBlur={() => {
        const whole = wholeTime(value);
        if (whole !== value) onChange(whole);
      }}
      className={TIME}
    />
  );
}

/** "1:00", "100" and "1" are 01:00; what cannot be meant so stays as it was typed. */
function wholeTime(text: string): string {
  const [, hours = "", minutes = "00"] = /^(\d{1,2}):?([0-5]\d)?$/.exec(text.trim()) ?? [];
  const whole = `${hours.padStart(2, "0")}:${minutes}`;
  return hours !== "" && isTime(whole) ? whole : text;
}
