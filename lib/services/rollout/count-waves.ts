import type { Tx } from "../context";

/**
 * Counts the jobs of these waves anew, of each station the last generation. The caller holds the campaign's lock and
 * has written the jobs. Safe to repeat.
 */
export async function countWaves(tx: Tx, campaignId: string, waves: readonly number[]): Promise<void> {
  if (waves.length === 0) return;
  await tx.$executeRaw`
    WITH counted AS (
      SELECT j.wave_index, count(*)::int AS total,
        count(*) FILTER (WHERE j.status IN ('Dispatching', 'InProgress', 'Reconciling', 'Verifying'))::int AS active,
        count(*) FILTER (WHERE j.status = 'Succeeded')::int AS succeeded,
        count(*) FILTER (WHERE j.status = 'Succeeded' AND j.is_verified IS FALSE)::int AS unverified,
        count(*) FILTER (WHERE j.status = 'Failed')::int AS failed,
        count(*) FILTER (WHERE j.status = 'Failed' AND j.reason = 'Lost' AND NOT j.is_credited)::int AS lost,
        count(*) FILTER (WHERE j.status = 'Skipped')::int AS skipped,
        count(*) FILTER (WHERE j.status = 'Expired')::int AS expired,
        count(*) FILTER (WHERE j.status = 'Cancelled')::int AS cancelled
      FROM firmware_job j
      WHERE j.campaign_id = ${campaignId}::uuid AND j.wave_index = ANY (${[...waves]}::int[])
        AND NOT EXISTS (SELECT FROM firmware_job n WHERE n.campaign_id = j.campaign_id AND n.station_id = j.station_id
          AND n.generation > j.generation)
      GROUP BY j.wave_index
    )
    UPDATE campaign_wave w SET total = c.total, active = c.active, succeeded = c.succeeded, unverified = c.unverified,
      failed = c.failed, lost = c.lost, skipped = c.skipped, expired = c.expired, cancelled = c.cancelled, rev = w.rev + 1
    FROM counted c WHERE w.campaign_id = ${campaignId}::uuid AND w.index = c.wave_index`;
}
