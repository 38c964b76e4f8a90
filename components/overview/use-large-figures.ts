"use client";

import { useFormatter } from "next-intl";

type Figure = { readonly text: string; readonly unit: string };

/** Figures of a whole fleet: in the unit in which they are short. */
export function useLargeFigures() {
  const format = useFormatter();
  const told = (value: number, base: string): Figure => {
    const step = value >= 999_500_000 ? 3 : value >= 999_500 ? 2 : 1;
    const number = value / 1000 ** step;
    const digits = number < 100 ? 1 : 0;
    const text = format.number(number, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return { text, unit: `${["", "k", "M", "G"][step]}${base}` };
  };
  return {
    power: (watts: number): Figure => told(watts, "W"),
    energy: (wattHours: number): Figure => told(wattHours, "Wh"),
  };
}
