/** A token that may charge, as the tokens page and the API see it. Instants are ISO strings. */
export type TokenView = {
  readonly uid: string;
  readonly type: string;
  readonly status: "Accepted" | "Blocked";
  readonly groupId: string | null;
  readonly label: string | null;
  readonly validFrom: string | null;
  readonly expiresAt: string | null;
  /** Sessions at once; null = any number. */
  readonly concurrentMax: number | null;
  /** A session that has drawn this much is stopped; null = no limit. */
  readonly energyLimitWh: number | null;
  /** Sessions begun in one day, by the site's clock; null = any number. */
  readonly sessionsPerDayMax: number | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** Cards that belong together, as operators see them. */
export type TokenGroupView = {
  readonly uid: string;
  readonly name: string | null;
  readonly status: "Accepted" | "Blocked";
  readonly expiresAt: string | null;
  readonly tokenCount: number;
};
