import type { ChargingProfile, CompositeSchedule } from "./charging-profile";
import type { ExpectedPeriod } from "./composite-schedule";

export const PROFILE_STATES = ["Requested", "Installed", "Refused", "Cleared"] as const;
/** `Requested` may be installed or not: no answer is known. */
export type ProfileState = (typeof PROFILE_STATES)[number];

/** A charging profile as it was asked for, and what is known of it. Instants are ISO strings. */
export type ChargingProfileView = {
  readonly commandId: string;
  /** 0 = the whole station. */
  readonly evse: number;
  readonly profile: ChargingProfile;
  readonly state: ProfileState;
  /** Why it is not installed: the station's word, or Replaced, Cleared, SessionEnded, Expired. */
  readonly reason: string | null;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly installedAt: string | null;
  readonly endedAt: string | null;
};

/** What a station said it will allow, and what its profiles say. */
export type CompositeScheduleView = {
  readonly evse: number;
  readonly readAt: string;
  readonly startAt: string;
  readonly durationSeconds: number;
  /** Null where it accepted the question and told none. */
  readonly told: CompositeSchedule | null;
  /** By the profiles that are known to be installed; null = not limited by one. */
  readonly expected: readonly ExpectedPeriod[];
};

export type ChargingProfilesView = {
  /** Those asked for and installed, then the last that are no more; newest first. */
  readonly items: readonly ChargingProfileView[];
  readonly schedules: readonly CompositeScheduleView[];
};
