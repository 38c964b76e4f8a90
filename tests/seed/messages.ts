import type { SeedTx } from "./seed-tx";

const HOURS = 6;
/** Of the chargers that are online: the log of all of them would be the largest table. */
const SHARE = 0.3;

/** What was said on the lines of the last hours: heartbeats, statuses, and the starts and stops of sessions. */
export async function seedMessages(tx: SeedTx): Promise<void> {
  await tx.$executeRaw`
    SELECT partitions.ensure('message_log', ((pg_temp.moment() - interval '1 hour' * ${HOURS}::int) AT TIME ZONE 'UTC')::date,
      (pg_temp.moment() AT TIME ZONE 'UTC')::date + 7)`;
  await tx.$executeRaw`
    INSERT INTO message_log (at, station_id, epoch, direction, message_id, action, result, latency_ms, request, response)
    SELECT at, m.station_id, m.epoch, 'In', m.message_id, m.action, m.result, m.latency, m.request::text, m.response::text FROM (
      SELECT pg_temp.moment() - interval '30 minutes' * (i + pg_temp.draw(n, 'beat')) AS at, s.id AS station_id,
        s.connection_epoch AS epoch, md5(n::text) AS message_id,
        CASE WHEN is_beat THEN 'Heartbeat' ELSE 'StatusNotification' END AS action,
        CASE WHEN pg_temp.draw(n, 'wrong') < 0.01 THEN 'PropertyConstraintViolation' ELSE 'Ok' END AS result,
        2 + floor(pg_temp.draw(n, 'latency') ^ 4 * 300)::int AS latency,
        CASE WHEN is_beat THEN '{}'::jsonb WHEN s.ocpp_version = 'ocpp1.6'
          THEN jsonb_build_object('connectorId', 1, 'errorCode', 'NoError', 'status', 'Available')
          ELSE jsonb_build_object('evseId', 1, 'connectorId', 1, 'connectorStatus', 'Available', 'timestamp', pg_temp.moment()) END AS request,
        CASE WHEN is_beat THEN jsonb_build_object('currentTime', pg_temp.moment()) ELSE '{}'::jsonb END AS response
      FROM station s, generate_series(0, ${HOURS * 2 - 1}::int) i,
        LATERAL (SELECT s.id * 1000::bigint + i AS n, pg_temp.draw(s.id * 1000::bigint + i, 'is-beat') < 0.8 AS is_beat) d
      WHERE s.gateway_id IS NOT NULL AND pg_temp.draw(s.id, 'logged') < ${SHARE}::float8
      UNION ALL
      SELECT c.start_received_at, c.station_id, s.connection_epoch, md5('start' || c.id), 'StartTransaction', 'Ok', 9,
        jsonb_build_object('connectorId', c.evse, 'idTag', c.token_uid, 'meterStart', c.meter_start_wh, 'timestamp', c.started_at),
        jsonb_build_object('transactionId', c.id, 'idTagInfo', jsonb_build_object('status', 'Accepted'))
      FROM charging_session c JOIN station s ON s.id = c.station_id
      WHERE c.transaction_id IS NULL AND c.token_uid IS NOT NULL AND c.meter_start_wh IS NOT NULL
        AND c.start_received_at > pg_temp.moment() - interval '1 hour' * ${HOURS}::int
    ) m ORDER BY at, m.message_id`;
}
