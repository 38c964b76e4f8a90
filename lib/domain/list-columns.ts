/** What the lists can show beside each other, by the names that their files have too. */
export const CHARGER_COLUMNS = [
  "identity",
  "status",
  "connectors",
  "model",
  "fw",
  "proto",
  "site",
  "tags",
  "lastSeen",
] as const;
export type ChargerColumn = (typeof CHARGER_COLUMNS)[number];

export const CHARGER_COLUMNS_SHOWN: readonly ChargerColumn[] = [
  "identity",
  "status",
  "connectors",
  "model",
  "site",
  "lastSeen",
];

export const SESSION_COLUMNS = [
  "id",
  "charger",
  "site",
  "state",
  "anomalies",
  "power",
  "energy",
  "duration",
  "token",
  "started",
  "ended",
  "reason",
] as const;
export type SessionColumn = (typeof SESSION_COLUMNS)[number];

/** A session that has ended has no power; one that waits for a decision says why. */
export function sessionColumnsShown(asks: {
  readonly isEnded: boolean;
  readonly isReview: boolean;
}): readonly SessionColumn[] {
  return SESSION_COLUMNS.filter((column) => {
    if (column === "state") return !asks.isReview;
    if (column === "anomalies") return asks.isReview;
    if (column === "power") return !asks.isEnded && !asks.isReview;
    return column !== "ended" && column !== "reason";
  });
}
