import type { SeedTx } from "./seed-tx";

/** Readings are kept for days in real life too; the journal is not thrown away, but a million sessions' fills a disk. */
const READING_DAYS = 3;
const JOURNAL_DAYS = 30;
const READING_SECONDS = 300;

/** What the last days' sessions were told by: a reading every five minutes, and the journal of their start and end. */
export async function seedSessionDetails(tx: SeedTx): Promise<void> {
  await seedReadings(tx);
  await seedJournal(tx);
}

async function seedReadings(tx: SeedTx): Promise<void> {
  await tx.$executeRaw`
    SELECT partitions.ensure('meter_value', ((pg_temp.moment() - interval '1 day' * ${READING_DAYS}::int) AT TIME ZONE 'UTC')::date,
      (pg_temp.moment() AT TIME ZONE 'UTC')::date + 7)`;
  await tx.$executeRaw`
    INSERT INTO meter_value (received_at, station_id, evse, connector, session_id, sampled_at, context, energy_wh, power_w,
      voltage_v, soc_percent)
    SELECT at + interval '0.4 second', s.station_id, s.evse, s.connector, s.id, at,
      CASE WHEN s.phase = 'Ended' AND i = steps THEN 'Transaction.End' ELSE 'Sample.Periodic' END,
      s.meter_start_wh + floor(s.energy_wh * share), CASE WHEN s.energy_wh > 0 AND steps > i THEN floor(s.energy_wh / seconds * 3600) ELSE 0 END,
      CASE WHEN s.soc_percent IS NULL THEN 230 ELSE 400 END, CASE WHEN s.soc_percent IS NOT NULL THEN GREATEST(1, floor(s.soc_percent - 30 * (1 - share))) END
    FROM charging_session s,
      LATERAL (SELECT GREATEST(1, extract(epoch FROM s.last_sample_at - s.started_at)::float8) AS seconds) d,
      LATERAL (SELECT ceil(seconds / ${READING_SECONDS}::int)::int AS steps) n,
      generate_series(1, steps) i,
      LATERAL (SELECT LEAST(1, i * ${READING_SECONDS}::int / seconds) AS share) f,
      LATERAL (SELECT CASE WHEN i = steps THEN s.last_sample_at ELSE s.started_at + interval '1 second' * (i * ${READING_SECONDS}::int) END AS at) t
    WHERE s.meter_start_wh IS NOT NULL AND s.last_sample_at > pg_temp.moment() - interval '1 day' * ${READING_DAYS}::int
      AND at >= pg_temp.moment() - interval '1 day' * ${READING_DAYS}::int
    ORDER BY at, s.id`;
}

async function seedJournal(tx: SeedTx): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO session_event (session_id, key, kind, at, received_at, seq_no, details)
    SELECT id, 'start', 'Started', started_at, start_received_at, CASE WHEN transaction_id IS NOT NULL THEN 0 END,
      jsonb_build_object('type', 'SessionStarted', 'at', started_at, 'evse', evse, 'connector', connector,
        'transactionId', transaction_id, 'meterStartWh', meter_start_wh,
        'token', CASE WHEN token_uid IS NOT NULL THEN jsonb_build_object('uid', token_uid, 'type', token_type) END, 'sampleCount', 0)
    FROM charging_session
    WHERE started_at > pg_temp.moment() - interval '1 day' * ${JOURNAL_DAYS}::int AND NOT 'StopWithoutStart' = ANY (anomalies)
    UNION ALL
    SELECT id, CASE end_reason WHEN 'LostStop' THEN 'lost' WHEN 'ClosedByOperator' THEN 'closed' ELSE 'stop' END,
      CASE WHEN end_reason IN ('LostStop', 'ClosedByOperator') THEN end_reason ELSE 'Ended' END, ended_at, end_received_at, end_seq_no,
      jsonb_build_object('type', 'SessionEnded', 'at', ended_at, 'reason', end_reason, 'meterStopWh', meter_stop_wh, 'sampleCount', 0)
    FROM charging_session
    WHERE phase = 'Ended' AND started_at > pg_temp.moment() - interval '1 day' * ${JOURNAL_DAYS}::int
    ORDER BY 5, 1`;
}
