"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { type DurationUnit, secondsOf, wholeUnit } from "../duration-words";
import { plainFault } from "./plain-fault";

type Props = {
  readonly label: string;
  readonly hint?: string | null;
  readonly error?: string | null;
  readonly seconds: number;
  readonly onChange: (seconds: number) => void;
  readonly units?: readonly DurationUnit[];
  readonly className?: string;
};

const CONTROL =
  "h-9 rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink max-md:h-11 max-md:text-md aria-invalid:border-fault";

const LONG_UNITS: readonly DurationUnit[] = ["minutes", "hours", "days"];

/** A length of time with the unit that suits it. */
export function DurationField(props: Props) {
  const { label, hint = null, seconds, onChange, units = LONG_UNITS, className } = props;
  const t = useTranslations("firmware.duration");
  const id = useId();
  const error = plainFault(props.error, t("impossible"));
  const [unit, setUnit] = useState<DurationUnit>(() => unitFor(seconds, units));
  const [typed, setTyped] = useState<string | null>(null);
  const isSame = typed !== null && Object.is(read(typed, unit), seconds);
  const text = isSame ? typed : shown(seconds, unit);
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <span className="flex gap-1.5">
        <input
          id={id}
          type="number"
          inputMode="decimal"
          min={0}
          step="any"
          value={text}
          aria-invalid={error !== null}
          aria-describedby={describedBy({ id, error, hint })}
          onChange={({ target }) => {
            setTyped(target.value);
            onChange(read(target.value, unit));
          }}
          className={classNames(CONTROL, "w-full min-w-0 tabular-nums")}
        />
        <select
          aria-label={t("unitOf", { label })}
          value={unit}
          onChange={({ target }) => {
            const next = units.find((one) => one === target.value) ?? unit;
            setUnit(next);
            setTyped(text);
            onChange(read(text, next));
          }}
          className={classNames(CONTROL, "shrink-0 max-md:w-28")}
        >
          {units.map((one) => (
            <option key={one} value={one}>
              {t(`unit.${one}`)}
            </option>
          ))}
        </select>
      </span>
      <Told id={id} error={error} hint={hint} />
    </div>
  );
}

type ToldProps = { readonly id: string; readonly error: string | null; readonly hint: string | null };

function Told({ id, error, hint }: ToldProps) {
  return (
    <>
      {error === null ? null : (
        <p id={`${id}-error`} role="alert" className="text-sm text-fault-ink">
          {error}
        </p>
      )}
      {hint === null ? null : (
        <p id={`${id}-hint`} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
    </>
  );
}

function unitFor(seconds: number, units: readonly DurationUnit[]): DurationUnit {
  const { unit } = wholeUnit(seconds);
  return units.includes(unit) ? unit : (units[0] ?? "minutes");
}

const read = (text: string, unit: DurationUnit): number =>
  text.trim() === "" ? Number.NaN : secondsOf(Number(text), unit);

/** A value that its unit does not divide is rounded for the eye; what was typed stays. */
const shown = (seconds: number, unit: DurationUnit): string =>
  String(Math.round((seconds / secondsOf(1, unit)) * 1_000) / 1_000);

function describedBy({ id, error, hint }: ToldProps): string | undefined {
  const ids = [error === null ? null : `${id}-error`, hint === null ? null : `${id}-hint`];
  const told = ids.filter((part) => part !== null);
  return told.length === 0 ? undefined : told.join(" ");
}
