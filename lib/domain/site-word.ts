import type { StatusWord } from "./station";

/** By how soon somebody has to look; a charger that was never there is nobody's trouble yet. */
const WORST_FIRST: readonly StatusWord[] = [
  "Fault",
  "Offline",
  "OutOfService",
  "Updating",
  "PausedByCharger",
  "PausedByCar",
  "Charging",
  "Preparing",
  "Finishing",
  "Occupied",
  "Reserved",
  "Available",
  "NeverConnected",
];

/** The word that stands for a whole site: of the charger that needs somebody most. Null without chargers. */
export const siteWord = (counts: Readonly<Record<StatusWord, number>>): StatusWord | null =>
  WORST_FIRST.find((word) => counts[word] > 0) ?? null;

/** Of several sites, the word of the one that needs somebody most. */
export const worstOf = (words: readonly (StatusWord | null)[]): StatusWord | null =>
  WORST_FIRST.find((word) => words.includes(word)) ?? null;
