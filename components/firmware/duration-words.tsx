"use client";

import { useTranslations } from "next-intl";

const UNITS = [
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
  ["seconds", 1],
] as const;
export type DurationUnit = (typeof UNITS)[number][0];

/** The largest unit that says a length of time in whole numbers: 86,400 is 1 day, 5,400 is 90 minutes. */
export function wholeUnit(seconds: number): { readonly unit: DurationUnit; readonly value: number } {
  for (const [unit, length] of UNITS) {
    if (seconds !== 0 && seconds % length === 0) return { unit, value: seconds / length };
  }
  return { unit: "minutes", value: seconds / 60 };
}

export const secondsOf = (value: number, unit: DurationUnit): number =>
  Math.round(value * (UNITS.find(([name]) => name === unit)?.[1] ?? 1));

/** A length of time as people say it: "14 days", "1 h 30 min", "30 s". Its argument is seconds. */
export function useDurationWords(): (seconds: number) => string {
  const t = useTranslations("firmware.duration");
  return (seconds) => {
    const rest = Math.max(0, Math.round(seconds));
    if (rest === 0) return t("none");
    const first = UNITS.findIndex(([, length]) => rest >= length);
    const words = UNITS.slice(first, first + 2).flatMap(([unit, length], place) => {
      const value = Math.floor((place === 0 ? rest : rest % (UNITS[first]?.[1] ?? 1)) / length);
      return value === 0 ? [] : [t(unit, { value })];
    });
    return words.join(" ");
  };
}

export function DurationWords({ seconds }: { readonly seconds: number }) {
  return useDurationWords()(seconds);
}
