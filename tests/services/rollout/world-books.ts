/** What the books say of a world's campaigns: all that is looked at after a step, in one statement. */
import type { Database } from "@/lib/db/client";
import type { CampaignState, JobState, PauseCause, Phase, WaveState } from "@/lib/domain/firmware/campaign-states";

export type JobSeen = {
  readonly id: string;
  readonly campaignId: string;
  readonly waveIndex: number;
  readonly stationId: number;
  readonly status: JobState;
  readonly isOwed: boolean;
};
export type AttemptSeen = {
  readonly id: string;
  readonly jobId: string;
  readonly campaignId: string;
  readonly stationId: number;
  readonly phase: Phase | null;
  readonly outcome: string | null;
  readonly isClosed: boolean;
  /** Of its command, as it is on the wire. */
  readonly number: number;
  readonly isSent: boolean;
  readonly isPending: boolean;
};
export type BooksSeen = {
  readonly campaigns: readonly {
    readonly id: string;
    readonly status: CampaignState;
    readonly pauseCause: PauseCause | null;
  }[];
  readonly waves: readonly { readonly campaignId: string; readonly index: number; readonly status: WaveState }[];
  readonly jobs: readonly JobSeen[];
  readonly attempts: readonly AttemptSeen[];
  readonly locked: readonly number[];
  /** Obligations to put a station back into service that are not met. */
  readonly owed: number;
};

export async function readBooks(db: Database, ids: readonly string[]): Promise<BooksSeen> {
  const [read] = await db.$queryRaw<{ books: string }[]>`
    WITH job AS MATERIALIZED (SELECT * FROM firmware_job WHERE campaign_id = ANY (${[...ids]}::uuid[])),
    owed AS MATERIALIZED (
      SELECT job_id FROM restore_obligation WHERE done_at IS NULL AND job_id IN (SELECT id FROM job)
    )
    SELECT json_build_object(
      'campaigns', (SELECT json_agg(json_build_object('id', id, 'status', status, 'pauseCause', pause_cause))
        FROM campaign WHERE id = ANY (${[...ids]}::uuid[])),
      'waves', (SELECT json_agg(json_build_object('campaignId', campaign_id, 'index', index, 'status', status)
        ORDER BY index) FROM campaign_wave WHERE campaign_id = ANY (${[...ids]}::uuid[])),
      'jobs', (SELECT json_agg(json_build_object('id', id, 'campaignId', campaign_id, 'waveIndex', wave_index,
        'stationId', station_id, 'status', status, 'isOwed', id IN (SELECT job_id FROM owed))) FROM job),
      'attempts', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'jobId', a.job_id, 'campaignId', job.campaign_id,
        'stationId', a.station_id, 'phase', a.phase, 'outcome', a.outcome, 'isClosed', a.closed_at IS NOT NULL,
        'number', c.number, 'isSent', c.sent_at IS NOT NULL, 'isPending', c.state = 'Pending')), '[]')
        FROM job JOIN firmware_attempt a ON a.job_id = job.id JOIN command c ON c.id = a.command_id),
      'locked', (SELECT coalesce(json_agg(station_id), '[]') FROM station_update_lock
        WHERE station_id IN (SELECT station_id FROM job)),
      'owed', (SELECT count(*)::int FROM owed)
    )::text AS books`;
  if (read === undefined) throw new Error("a SELECT without FROM gives one row");
  return JSON.parse(read.books) as BooksSeen;
}

/** A hash of all rows that an engine writes for these campaigns: the same where nothing was written. */
export async function hashOfBooks(db: Database, ids: readonly string[]): Promise<string> {
  const [read] = await db.$queryRaw<{ hash: string }[]>`
    WITH job AS MATERIALIZED (SELECT * FROM firmware_job WHERE campaign_id = ANY (${[...ids]}::uuid[])),
    said AS (
      SELECT job::text AS row FROM job
      UNION ALL SELECT c::text FROM campaign c WHERE id = ANY (${[...ids]}::uuid[])
      UNION ALL SELECT w::text FROM campaign_wave w WHERE campaign_id = ANY (${[...ids]}::uuid[])
      UNION ALL SELECT a::text FROM firmware_attempt a WHERE job_id IN (SELECT id FROM job)
      UNION ALL SELECT o::text FROM restore_obligation o WHERE job_id IN (SELECT id FROM job)
      UNION ALL SELECT c::text FROM command c WHERE station_id IN (SELECT station_id FROM job)
      UNION ALL SELECT seq::text FROM campaign_event WHERE campaign_id = ANY (${[...ids]}::uuid[])
      UNION ALL SELECT max(id)::text FROM outbox
    )
    SELECT md5(string_agg(row, ';' ORDER BY row)) AS hash FROM said`;
  return read?.hash ?? "";
}
