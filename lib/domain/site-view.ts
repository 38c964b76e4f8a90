import type { StatusWord } from "./station";
import type { UnknownTokenPolicy } from "./unknown-tokens";

/** A place with chargers. */
export type SiteView = {
  readonly id: number;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly address: string | null;
  /** Degrees, WGS 84; null with `longitude` where nobody has told. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** What its supply can give, in kW. */
  readonly capacityKw: number | null;
  readonly contactName: string | null;
  readonly contactPhone: string | null;
  readonly contactEmail: string | null;
  readonly unknownTokens: UnknownTokenPolicy;
  /** Its chargers are sent their card list by itself when the cards have changed. */
  readonly sendsCardLists: boolean;
  readonly stationCount: number;
};

/** How a site is doing, as far as the books know. */
export type SiteNow = {
  /** Chargers by their status word. */
  readonly counts: Readonly<Record<StatusWord, number>>;
  /** The word of the charger that needs somebody most; null without chargers. */
  readonly worst: StatusWord | null;
  /** Sessions that are running. */
  readonly running: number;
  /** W, of the running sessions that told it lately over an open line. */
  readonly powerW: number;
  /** Running sessions whose power is not known now: `powerW` is without them. */
  readonly powerUnknown: number;
};

export type SiteListItem = SiteView & { readonly now: SiteNow };

/** An opening for the updates of one campaign, by this site's clock. Instants are ISO strings. */
export type SiteWindow = {
  readonly campaignId: string;
  readonly campaignName: string;
  /** Null: the campaign may update at any time. */
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly isOpen: boolean;
  /** Chargers of this site that it has yet to update. */
  readonly stationCount: number;
};

export type SiteDetail = SiteListItem & {
  /** When today began by the site's clock. */
  readonly dayBeganAt: string;
  readonly today: { readonly sessions: number; readonly energyWh: number };
  /** One for each campaign that still has chargers here. */
  readonly windows: readonly SiteWindow[];
};
