/** What a charger's page shows of its firmware. Instants are ISO strings. */
import type { Blocker, CampaignState, JobReason, JobState, Phase } from "./campaign-states";

export type StationFirmware = {
  readonly version: string | null;
  /** The newest verified release for its model, where it runs another version; null where there is none. */
  readonly available: { readonly releaseId: string; readonly version: string } | null;
  readonly lock: {
    readonly reason: string;
    readonly by: string;
    readonly at: string;
    readonly until: string | null;
  } | null;
  /** In which campaigns it was or is, newest first. */
  readonly jobs: readonly StationJob[];
};

export type StationJob = {
  readonly id: string;
  readonly campaignId: string;
  readonly campaign: string;
  readonly campaignStatus: CampaignState;
  readonly version: string;
  readonly status: JobState;
  readonly reason: JobReason | null;
  readonly blockedBy: Blocker | null;
  readonly phase: Phase | null;
  readonly isVerified: boolean | null;
  readonly lateOutcome: "Recovered" | null;
  readonly attempts: number;
  readonly statusAt: string;
};
