/** What is to be expected of a campaign from now on: an estimate, no promise. Instants are ISO strings. */
export type CampaignOutlook = {
  /** If every charger were there and took it; null where it cannot end before its deadline, or is over. */
  readonly expectedEndAt: string | null;
  /** Of the zone that most of its open chargers are in; null where none is open, or windows do not matter. */
  readonly window: {
    readonly timeZone: string;
    readonly isOpen: boolean;
    /** It closes then, or opens next. */
    readonly changesAt: string;
  } | null;
};
