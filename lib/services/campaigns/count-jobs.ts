import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import type { Tx } from "../context";
import { rowsOf, wordOf } from "../rollout/stored-words";

type Counts = Pick<CampaignView, "waiting" | "failures" | "unsignedTargets">;

type Row = { readonly waiting: string | null; readonly failures: string | null; readonly unsigned: number };
type Counted = { readonly word: string | null; readonly jobs: number };

/** What a campaign's stations wait for and failed of, each by its last generation; and who cannot check a signature. */
export async function countJobs(db: Pick<Tx, "$queryRaw">, campaignId: string): Promise<Counts> {
  const [row] = await db.$queryRaw<Row[]>`
    WITH last AS (
      SELECT DISTINCT ON (station_id) station_id, status, reason, blocked_by FROM firmware_job
      WHERE campaign_id = ${campaignId}::uuid ORDER BY station_id, generation DESC
    ), waiting AS (
      SELECT blocked_by AS word, count(*)::int AS jobs FROM last WHERE status IN ('Ready', 'Backoff') GROUP BY blocked_by
    ), failures AS (
      SELECT reason AS word, count(*)::int AS jobs FROM last WHERE status = 'Failed' GROUP BY reason
    )
    SELECT
      (SELECT json_agg(w ORDER BY w.jobs DESC, w.word)::text FROM waiting w) AS waiting,
      (SELECT json_agg(f ORDER BY f.jobs DESC, f.word)::text FROM failures f) AS failures,
      (SELECT count(*)::int FROM last JOIN station s ON s.id = last.station_id
        LEFT JOIN model_capability m ON m.vendor = s.vendor AND m.model = coalesce(s.model, '')
          AND m.firmware_version = coalesce(s.firmware_version, '')
        WHERE (s.ocpp_version IS NULL OR s.ocpp_version = 'ocpp1.6') AND m.signed_update IS NOT TRUE) AS unsigned`;
  return {
    waiting: rowsOf<Counted>(row?.waiting).map(({ word, jobs }) => ({ blockedBy: wordOf(word), jobs })),
    failures: rowsOf<Counted>(row?.failures).map(({ word, jobs }) => ({ reason: wordOf(word ?? ""), jobs })),
    unsignedTargets: row?.unsigned ?? 0,
  };
}
