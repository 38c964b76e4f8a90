import type { Blocker, JobReason, JobState, Phase } from "@/lib/domain/firmware/campaign-states";
import { isJobOver } from "@/lib/domain/firmware/campaign-states";

type Told = {
  readonly status: JobState;
  readonly reason: JobReason | null;
  readonly blockedBy: Blocker | null;
  readonly phase: Phase | null;
  readonly lateOutcome: "Recovered" | null;
  readonly isVerified: boolean | null;
};

/** What one charger's update is doing, as one of the sentences of `campaign.job`. */
export type JobStep =
  | { readonly type: "Blocked"; readonly by: Blocker }
  | { readonly type: "Phase"; readonly phase: Phase }
  | { readonly type: "Retry"; readonly after: JobReason | null }
  | { readonly type: "Ended"; readonly status: JobState; readonly reason: JobReason | null }
  | { readonly type: "Unverified" }
  | { readonly type: "Recovered" }
  | { readonly type: "Plain"; readonly status: JobState };

export function jobStep(job: Told): JobStep {
  if (job.lateOutcome === "Recovered") return { type: "Recovered" };
  if (job.status === "Succeeded" && job.isVerified === false) return { type: "Unverified" };
  if (isJobOver(job.status)) return { type: "Ended", status: job.status, reason: job.reason };
  if (job.status === "Backoff") return { type: "Retry", after: job.reason };
  if (job.status === "Ready" && job.blockedBy !== null) return { type: "Blocked", by: job.blockedBy };
  if (job.status === "InProgress" && job.phase !== null) return { type: "Phase", phase: job.phase };
  return { type: "Plain", status: job.status };
}

export type Family = "ready" | "energy" | "occ" | "warn" | "fault" | "off";

/** Which colour says it; the word stands beside it always. */
export function jobFamily(job: Told): Family {
  if (job.lateOutcome === "Recovered") return "warn";
  switch (job.status) {
    case "Succeeded":
      return job.isVerified === false ? "warn" : "ready";
    case "Failed":
      return "fault";
    case "Dispatching":
    case "InProgress":
    case "Verifying":
      return "energy";
    case "Reconciling":
    case "Backoff":
      return "warn";
    case "Pending":
    case "Ready":
    case "Skipped":
    case "Expired":
    case "Cancelled":
      return "off";
  }
}
