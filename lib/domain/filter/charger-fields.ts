import { STATUS_WORDS } from "../station";
import type { Catalog } from "./catalog";

/** `PausedByCar` as it stands in a filter: `paused-by-car`. */
export const filterWord = (word: string): string => word.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();

/** What chargers are filtered by: in their list, the palette, saved views and the targets of campaigns. */
export const CHARGER_FIELDS = [
  { name: "status", kind: { type: "Words", words: STATUS_WORDS.map(filterWord) } },
  { name: "site", kind: { type: "Text" } },
  { name: "tag", kind: { type: "Text" } },
  { name: "vendor", kind: { type: "Text" } },
  { name: "model", kind: { type: "Text" } },
  { name: "fw", aliases: ["firmware"], kind: { type: "Version" } },
  { name: "outdated", kind: { type: "Words", words: ["yes", "no"] } },
  { name: "proto", aliases: ["protocol"], kind: { type: "Words", words: ["1.6", "2.0.1", "2.1"] } },
  { name: "seen", aliases: ["last-seen"], kind: { type: "Instant" } },
  { name: "connected", kind: { type: "Words", words: ["yes", "no", "never"] } },
  { name: "blocked", kind: { type: "Words", words: ["yes", "no"] } },
  { name: "charger", aliases: ["id", "identity"], kind: { type: "Text" } },
  { name: "name", kind: { type: "Text" } },
  { name: "serial", kind: { type: "Text" } },
  { name: "added", kind: { type: "Instant" } },
] as const satisfies Catalog;

export type ChargerField = (typeof CHARGER_FIELDS)[number]["name"];
