import type { AttemptFacts } from "@/lib/domain/firmware/campaign-snapshot";
import type { Tx } from "../context";
import { ms } from "./milliseconds";
import { rowsOf } from "./stored-words";

/** Of the news of one station, in one look; what is left comes with the next. */
const REPORTS_MAX = 200;

/** The open attempts of a campaign, each with its command, its grant and what its station has told since, by job. */
export async function readAttempts(tx: Tx, campaignId: string): Promise<ReadonlyMap<string, AttemptFacts>> {
  const [read] = await tx.$queryRaw<{ rows: string | null }[]>`
    SELECT json_agg(json_build_object(
      'jobId', a.job_id,
      'attempt', json_build_object(
        'id', a.id, 'n', a.n, 'openedAt', ${ms("a.opened_at")}, 'isSigned', a.is_signed, 'phase', a.phase,
        'progressAt', ${ms("a.progress_at")}, 'installingAt', ${ms("a.installing_at")},
        'rebootingAt', ${ms("a.rebooting_at")}, 'reconcilingAt', ${ms("a.reconciling_at")},
        'epochAtOpen', a.epoch_at_open, 'heardReportId', a.heard_report_id, 'before', a.before,
        'command', json_build_object('id', c.id, 'number', c.number, 'state', c.state, 'sentAt', ${ms("c.sent_at")},
          'epoch', c.epoch, 'answerStatus', c.answer_status, 'answeredAt', ${ms("c.answered_at")},
          -- An answer that nobody can read says neither yes nor no.
          'errorCode', CASE WHEN c.error_code NOT IN ('InvalidAnswer', 'UnreadableAnswer') THEN c.error_code END),
        'reports', (
          SELECT coalesce(json_agg(r ORDER BY r.id), '[]') FROM (
            SELECT id, status, request_id AS "requestId", ${ms("received_at")} AS at FROM station_report
            WHERE station_id = a.station_id AND kind = 'Firmware' AND id > a.heard_report_id
            ORDER BY id LIMIT ${REPORTS_MAX}) r),
        'grant', CASE WHEN g.id IS NOT NULL THEN json_build_object(
          'bytesReached', g.bytes_reached, 'firstByteAt', ${ms("g.first_byte_at")}, 'lastByteAt', ${ms("g.last_byte_at")},
          'completedAt', ${ms("g.completed_at")}, 'isRevoked', g.revoked_at IS NOT NULL) END
      )))::text AS rows
    FROM firmware_attempt a JOIN firmware_job j ON j.id = a.job_id JOIN command c ON c.id = a.command_id
    LEFT JOIN download_grant g ON g.attempt_id = a.id
    WHERE j.campaign_id = ${campaignId}::uuid AND a.closed_at IS NULL`;
  const rows = rowsOf<{ readonly jobId: string; readonly attempt: AttemptFacts }>(read?.rows);
  return new Map(rows.map(({ jobId, attempt }) => [jobId, attempt]));
}
