"use client";

import { type ComponentProps, useEffect, useId, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";

const CONTROL =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink placeholder:text-ink-3 max-md:h-11 max-md:text-md";

const TYPING_MS = 400;

/** A filter one types; it is used once one stops. */
export function TypedFilter({
  name,
  label,
  value,
  isShortHand = false,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "onChange" | "value"> & {
  readonly name: string;
  readonly label: string;
  readonly value: string | null;
  /** The label stands in the field, not above it. */
  readonly isShortHand?: boolean;
}) {
  const { change } = useSearchParamsChange();
  const id = useId();
  const [typed, setTyped] = useState(value ?? "");
  useEffect(() => setTyped(value ?? ""), [value]);
  useEffect(() => {
    if (typed.trim() === (value ?? "")) return;
    const timer = setTimeout(() => change({ [name]: typed.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- `change` is new at each render; typing is what counts
  }, [typed, value, name]);
  return (
    <span className={classNames("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className={isShortHand ? "sr-only" : "text-xs text-ink-3"}>
        {label}
      </label>
      <input
        id={id}
        value={typed}
        placeholder={isShortHand ? label : undefined}
        onChange={(event) => setTyped(event.target.value)}
        className={CONTROL}
        {...rest}
      />
    </span>
  );
}

/** A filter one chooses. */
export function ChosenFilter({
  label,
  value,
  options,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChoose: (value: string) => void;
}) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
      className={classNames(CONTROL, value !== "" && options[0]?.[0] === "" && "border-ink bg-sunken")}
    >
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
    </select>
  );
}
