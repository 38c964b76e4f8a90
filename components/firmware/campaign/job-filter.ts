import type { Blocker, JobReason, JobState } from "@/lib/domain/firmware/campaign-states";

/** Several states at once, as one asks for them. */
export const JOB_GROUPS = ["active", "waiting", "done"] as const;

/** Which chargers of a campaign are listed; null = whichever. */
export type JobFilter = {
  readonly q: string;
  /** The wave's index. */
  readonly wave: number | null;
  readonly status: JobState | (typeof JOB_GROUPS)[number] | null;
  readonly reason: JobReason | null;
  readonly blocked: Blocker | null;
};
