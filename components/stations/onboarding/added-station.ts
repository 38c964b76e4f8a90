import type { ActionResult } from "@/components/form/action-result";
import type { StationDetail } from "@/lib/domain/station-view";

export type NewStation = {
  readonly identity: string;
  readonly name: string;
  readonly siteId: number | null;
  readonly securityProfile: 0 | 1 | 2 | 3;
};

/** A charger that has just been made known, and how it connects. */
export type AddedStation = {
  readonly station: StationDetail;
  /** Shown this once; null = it signs in without one, or it was shown before. */
  readonly password: string | null;
  /** Where its live changes continue from. */
  readonly position: number;
  readonly url: string;
};

export type AddStation = (wanted: NewStation) => Promise<ActionResult<AddedStation>>;
export type RenewPassword = (identity: string) => Promise<ActionResult<{ readonly password: string }>>;
