/** How much may be drawn when, as OCPP 2.x words it; the 1.6 adapter says it in its own words. */

export const PROFILE_PURPOSES = ["ChargingStationMaxProfile", "TxDefaultProfile", "TxProfile"] as const;
export type ProfilePurpose = (typeof PROFILE_PURPOSES)[number];

/** From `startSeconds` after the schedule's start, until the next period: A per phase, or W in all. */
export type SchedulePeriod = { readonly startSeconds: number; readonly limit: number; readonly phases?: number };

export type ChargingSchedule = {
  readonly unit: "A" | "W";
  /** ISO 8601; absent where it runs from the start of the session. */
  readonly startAt?: string;
  readonly durationSeconds?: number;
  readonly minChargingRate?: number;
  /** Ascending, the first at 0. */
  readonly periods: readonly SchedulePeriod[];
};

export type ChargingProfile = {
  readonly id: number;
  /** The highest level with an active period leads. */
  readonly stackLevel: number;
  readonly purpose: ProfilePurpose;
  readonly kind: "Absolute" | "Recurring" | "Relative";
  readonly recurrency?: "Daily" | "Weekly";
  /** ISO 8601. */
  readonly validFrom?: string;
  readonly validTo?: string;
  /** The running session that a TxProfile is for. */
  readonly sessionId?: number;
  readonly schedule: ChargingSchedule;
};

/** What a station says it will allow, all its profiles taken together. */
export type CompositeSchedule = ChargingSchedule & { readonly evse: number };
