"use client";

import type { ReactNode } from "react";

type Props = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
};

/** Yes or no, with what it means beside it. */
export function CheckField({ label, hint, isOn, onChange }: Props) {
  return (
    <label className="flex cursor-pointer items-start gap-2.5 max-md:py-1.5">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-ink max-md:size-5"
      />
      <span className="flex flex-col">
        <span className="text-sm font-medium">{label}</span>
        {hint === undefined ? null : <span className="text-sm text-ink-2">{hint}</span>}
      </span>
    </label>
  );
}
