/** What the lists can be sorted by; a minus before it turns the order round. */
export const CHARGER_SORTS = [
  "identity",
  "name",
  "status",
  "site",
  "model",
  "fw",
  "proto",
  "lastSeen",
  "added",
] as const;
export type ChargerSort = (typeof CHARGER_SORTS)[number];

export const SESSION_SORTS = [
  "started",
  "ended",
  "id",
  "charger",
  "site",
  "power",
  "energy",
  "duration",
  "token",
] as const;
export type SessionSort = (typeof SESSION_SORTS)[number];
