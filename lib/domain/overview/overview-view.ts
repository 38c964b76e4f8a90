/** What the overview shows of a whole fleet. Watts and watt-hours; instants are ISO strings. */
import type { StatusWord } from "../station";

export type FleetState = {
  /** Words that no charger has are left out. */
  readonly words: readonly { readonly word: StatusWord; readonly count: number }[];
  readonly chargers: number;
  readonly connectors: number;
};

export type PowerNow = {
  /** Of the sessions that told it a moment ago; null where some run and none has. */
  readonly watts: number | null;
  readonly running: number;
  /** Of these: how many told. */
  readonly told: number;
};

export type Today = {
  /** Since midnight where the viewer is. */
  readonly from: string;
  readonly power: PowerNow;
  /** Taken since then, by what has ended and by what runs. */
  readonly energyWh: number;
  /** Sessions that ended since then and whose energy nobody knows. */
  readonly energyUnknown: number;
  /** Begun since then. */
  readonly sessions: number;
  readonly starts: StartSuccess;
};

/** Of everything that was to become a session since midnight and is decided. */
export type StartSuccess = { readonly tries: number; readonly successes: number };

/** Power of the whole fleet at regular instants; null where sessions ran and none told. */
export type PowerSeries = {
  readonly at: readonly string[];
  readonly watts: readonly (number | null)[];
};

export const UPTIME_DAYS = 7;

/** How long chargers were connected of late, as a share of how long they could have been. Null where there were none. */
export type Uptime = { readonly share: number | null; readonly chargers: number };

/** What changes slowly and is dear to read. */
export type Trends = { readonly power: PowerSeries; readonly uptime: Uptime; readonly readAt: string };
