import { STATUS_WORDS, type StatusWord } from "./station";

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

/** A number that is the lower the worse, for what can only compare numbers; a site without chargers comes last. */
export const rankOf = (word: StatusWord | null): number =>
  word === null ? STATUS_WORDS.length : WORST_FIRST.indexOf(word);

/** The word a rank was made of. */
export const wordOfRank = (rank: number): StatusWord | null => WORST_FIRST[rank] ?? null;
