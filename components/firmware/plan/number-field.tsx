"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { TextField } from "@/components/ui/field";
import { plainFault } from "./plain-fault";

type Props = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  /** Null: empty, where that may be. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly placeholder?: string;
  readonly isWhole?: boolean;
  /** 100 for shares that are shown as per cent. */
  readonly scale?: number;
  readonly className?: string;
};

/** A number as it is typed: what stands in the field stays as long as it means the value. */
export function NumberField({ label, error, value, onChange, scale = 1, isWhole = true, ...rest }: Props) {
  const t = useTranslations("firmware.plan.number");
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string): number | null => (text.trim() === "" ? null : Number(text) / scale);
  const isSame = typed !== null && Object.is(read(typed), value);
  return (
    <TextField
      label={label}
      error={plainFault(error, t(wordFor(rest), { min: rest.min ?? 0, max: rest.max ?? 0 }))}
      type="number"
      inputMode={isWhole ? "numeric" : "decimal"}
      step={isWhole ? 1 : "any"}
      value={isSame ? typed : shown(value, scale)}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(read(event.target.value));
      }}
      {...rest}
    />
  );
}

const wordFor = ({ min, max }: Pick<Props, "min" | "max">): "between" | "atLeast" | "other" =>
  max !== undefined ? "between" : min !== undefined ? "atLeast" : "other";

/** 0.07 × 100 is 7.000000000000001 to the machine. */
const shown = (value: number | null, scale: number): string =>
  value === null ? "" : String(Math.round(value * scale * 10_000) / 10_000);
