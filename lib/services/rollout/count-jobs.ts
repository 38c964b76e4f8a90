import type { JobState } from "@/lib/domain/firmware/campaign-states";
import type { ServiceContext } from "../context";

export type JobCounts = {
  readonly byStatus: readonly { readonly campaignId: string; readonly status: JobState; readonly jobs: number }[];
  /** Updates that were sent and whose fate is not known. */
  readonly uncertain: number;
};

/** Jobs of all campaigns that are under way. */
export async function countJobs(ctx: ServiceContext): Promise<JobCounts> {
  const byStatus = await ctx.db.$queryRaw<{ campaignId: string; status: JobState; jobs: number }[]>`
    SELECT j.campaign_id AS "campaignId", j.status, count(*)::int AS jobs FROM firmware_job j JOIN campaign c ON c.id = j.campaign_id
    WHERE c.status IN ('Running', 'Paused', 'Closing', 'Aborting') GROUP BY j.campaign_id, j.status`;
  const uncertain = byStatus.reduce((sum, { status, jobs }) => sum + (status === "Reconciling" ? jobs : 0), 0);
  return { byStatus, uncertain };
}
