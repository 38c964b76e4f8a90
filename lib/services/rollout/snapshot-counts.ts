import type { CampaignSnapshot } from "@/lib/domain/firmware/campaign-snapshot";
import type { Tx } from "../context";

const MINUTE_MS = 60_000;
const DOWNLOAD_MS = 10 * MINUTE_MS;

type Wanted = { readonly campaignId: string; readonly now: number; readonly acknowledgedAt: Date | null };
type Counts = Pick<CampaignSnapshot, "isKilled" | "startsLastMinute" | "downloadFailuresLately" | "downloads">;

/** What limits the starts of a campaign beside its own jobs. */
export async function readCounts(tx: Tx, { campaignId, now, acknowledgedAt }: Wanted): Promise<Counts> {
  const minuteAgo = new Date(now - MINUTE_MS).toISOString();
  const failedSince = new Date(Math.max(now - DOWNLOAD_MS, acknowledgedAt?.getTime() ?? 0)).toISOString();
  const [counts] = await tx.$queryRaw<Counts[]>`
    SELECT
      EXISTS (SELECT FROM rollout_engine WHERE stopped_at IS NOT NULL) AS "isKilled",
      (SELECT count(*)::int FROM firmware_attempt a JOIN firmware_job j ON j.id = a.job_id
        WHERE a.opened_at > ${minuteAgo}::timestamptz AND j.campaign_id = ${campaignId}::uuid) AS "startsLastMinute",
      (SELECT count(*)::int FROM firmware_attempt a JOIN firmware_job j ON j.id = a.job_id
        WHERE a.closed_at > ${failedSince}::timestamptz AND a.outcome = 'DownloadFailed'
          AND j.campaign_id = ${campaignId}::uuid) AS "downloadFailuresLately",
      (SELECT count(*)::int FROM firmware_attempt a JOIN firmware_job j ON j.id = a.job_id
        LEFT JOIN download_grant g ON g.attempt_id = a.id
        WHERE a.closed_at IS NULL AND g.completed_at IS NULL AND j.status IN ('Dispatching', 'InProgress', 'Reconciling')
          AND coalesce(a.phase, 'Sent') IN ('Sent', 'Accepted', 'DownloadScheduled', 'Downloading')) AS downloads`;
  if (counts === undefined) throw new Error("a SELECT without FROM gives one row");
  return counts;
}
