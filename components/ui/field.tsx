"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names";

const CONTROL = classNames(
  "w-full rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink placeholder:text-ink-3",
  "h-9 max-md:h-11 max-md:text-md aria-invalid:border-fault disabled:opacity-60",
);

type Told = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null;
};

/** A control with its label, hint and fault, tied together for screen readers. */
export function TextField({
  label,
  hint,
  error,
  className,
  isCode = false,
  ...rest
}: Told & ComponentProps<"input"> & { /** Characters that are compared one by one. */ readonly isCode?: boolean }) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} className={className}>
      <input
        id={id}
        className={classNames(CONTROL, isCode && "font-mono")}
        {...describedBy(id, hint, error)}
        {...rest}
      />
    </Frame>
  );
}

export function TextAreaField({
  label,
  hint,
  error,
  className,
  isCode = false,
  ...rest
}: Told & ComponentProps<"textarea"> & { readonly isCode?: boolean }) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} className={className}>
      <textarea
        id={id}
        rows={6}
        className={classNames(CONTROL, "h-auto min-h-20 py-2 max-md:h-auto", isCode && "font-mono text-xs leading-5")}
        {...describedBy(id, hint, error)}
        {...rest}
      />
    </Frame>
  );
}

export function SelectField({ label, hint, error, className, children, ...rest }: Told & ComponentProps<"select">) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} className={className}>
      <select id={id} className={CONTROL} {...describedBy(id, hint, error)} {...rest}>
        {children}
      </select>
    </Frame>
  );
}

function describedBy(id: string, hint: ReactNode, error: string | null | undefined) {
  const ids = [error ? `${id}-error` : null, hint ? `${id}-hint` : null].filter((part) => part !== null);
  return {
    "aria-invalid": error ? true : undefined,
    "aria-describedby": ids.length === 0 ? undefined : ids.join(" "),
  } as const;
}

type FrameProps = {
  readonly id: string;
  readonly label: ReactNode;
  readonly hint: ReactNode;
  readonly error: string | null | undefined;
  readonly className: string | undefined;
  readonly children: ReactNode;
};

function Frame({ id, label, hint, error, className, children }: FrameProps) {
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-sm text-fault-ink">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** One of a few: native radio buttons that look like rows. */
export function ChoiceField({
  legend,
  name,
  options,
  value,
  onChange,
}: {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2 has-checked:border-ink has-checked:bg-sunken"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            className="mt-0.5 size-4 shrink-0 accent-ink"
          />
          <span className="flex flex-col">
            <span className="font-medium">{option.label}</span>
            {option.hint === undefined ? null : <span className="text-sm text-ink-2">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
