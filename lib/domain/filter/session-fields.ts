import { SESSION_PROBLEMS } from "../session-problem";
import type { Catalog } from "./catalog";

/** `live` and `ended`, and how a live one stands. */
export const SESSION_STATES = [
  "live",
  "ended",
  "charging",
  "paused-by-car",
  "paused-by-charger",
  "preparing",
  "finishing",
  "occupied",
] as const;

const WH_PER_KWH = 1_000;

/** What charging sessions are filtered by. Energy in kWh, power in kW. */
export const SESSION_FIELDS = [
  { name: "state", aliases: ["phase", "status"], kind: { type: "Words", words: SESSION_STATES } },
  { name: "problem", kind: { type: "Words", words: SESSION_PROBLEMS } },
  { name: "charger", aliases: ["identity"], kind: { type: "Text" } },
  { name: "site", kind: { type: "Text" } },
  { name: "token", aliases: ["card"], kind: { type: "Text" } },
  { name: "group", kind: { type: "Text" } },
  { name: "started", kind: { type: "Instant" } },
  { name: "ended", kind: { type: "Instant" } },
  { name: "energy", kind: { type: "Number", unit: WH_PER_KWH } },
  { name: "power", kind: { type: "Number", unit: WH_PER_KWH } },
  { name: "duration", kind: { type: "Duration" } },
  { name: "reason", aliases: ["end-reason"], kind: { type: "Text" } },
] as const satisfies Catalog;

export type SessionField = (typeof SESSION_FIELDS)[number]["name"];
