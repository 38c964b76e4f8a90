/** A place with chargers. */
export type SiteView = {
  readonly id: number;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly address: string | null;
  readonly stationCount: number;
};
