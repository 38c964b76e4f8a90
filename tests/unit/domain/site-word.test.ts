import { expect, test } from "vitest";
import { rankOf, siteWord, wordOfRank } from "@/lib/domain/site-word";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import { NO_STATIONS } from "@/lib/services/stations/worded-stations";

const among = (...words: readonly StatusWord[]): StatusWord | null =>
  siteWord({ ...NO_STATIONS, ...Object.fromEntries(words.map((word) => [word, 1])) });

test("a site has the word of the charger that needs somebody most", () => {
  expect(among("Available", "Charging", "Fault", "Offline")).toBe("Fault");
  expect(among("Available", "Charging", "Offline")).toBe("Offline");
  expect(among("Available", "OutOfService", "Charging")).toBe("OutOfService");
  expect(among("NeverConnected", "Available")).toBe("Available");
  expect(among()).toBeNull();
});

test("every word has a rank of its own and comes back from it, as does none", () => {
  const words = [...STATUS_WORDS, null];
  expect(new Set(words.map(rankOf)).size).toBe(words.length);
  expect(words.map((word) => wordOfRank(rankOf(word)))).toEqual(words);
  expect(words.every((word) => rankOf("Fault") <= rankOf(word))).toBe(true);
});
