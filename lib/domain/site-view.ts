import type { UnknownTokenPolicy } from "./unknown-tokens";

/** A place with chargers. */
export type SiteView = {
  readonly id: number;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly address: string | null;
  readonly unknownTokens: UnknownTokenPolicy;
  /** Its chargers are sent their card list by itself when the cards have changed. */
  readonly sendsCardLists: boolean;
  readonly stationCount: number;
};
