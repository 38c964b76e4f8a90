"use client";

import { useFormatter } from "next-intl";

/** Numbers of the field as text; the unit symbols are the same in every language. */
export function useFigures() {
  const format = useFormatter();
  const fixed = (value: number, digits: number): string =>
    format.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return {
    kilowatts: (watts: number | null): string | null => (watts === null ? null : fixed(watts / 1000, 1)),
    kilowattHours: (wattHours: number | null): string | null =>
      wattHours === null ? null : fixed(wattHours / 1000, 2),
    percent: (value: number | null): string | null => (value === null ? null : fixed(value, 0)),
    whole: (value: number): string => format.number(value),
  };
}
