/**
 * How sessions reach the database: many in one statement, each with its journal entry, its meter samples and
 * its event, so that they are true together or not at all. The verbs beside this file decide what to store.
 */

import { Prisma } from "@/lib/db/generated/client";
import { type ChargingSession } from "@/lib/domain/charging-session";
import type { MeterSample } from "@/lib/domain/meter-value";
import { plausibleTime } from "@/lib/domain/plausible-time";
import { viewOfSession } from "@/lib/domain/session-view";
import type { ServiceContext } from "../context";

export type JournalEntry = {
  /** Identity of the event within its session; the same key again is a repeat, and changes nothing. */
  readonly key: string;
  readonly kind: string;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly seqNo: number | null;
  readonly details: Prisma.InputJsonObject;
};

export type SessionWrite = {
  readonly identity: string;
  readonly session: ChargingSession;
  readonly journal: JournalEntry;
  readonly samples: readonly MeterSample[];
};

/** The column names of a charging_session row but its id; `jsonb_populate_record` reads the same names. */
const COLUMNS = Prisma.raw(`station_id, evse, connector, start_key, transaction_id, phase, charging_state, token_uid,
  token_type, "authorization", started_at, start_received_at, ended_at, end_received_at, end_reason, end_token_uid,
  meter_start_wh, meter_stop_wh, meter_last_wh, energy_wh, power_w, soc_percent, last_sample_at, remote_start_id,
  reservation_id, last_seq_no, end_seq_no, anomalies, resolution, rev`);

const SAMPLE_COLUMNS = Prisma.raw(
  "received_at, station_id, evse, connector, sampled_at, context, energy_wh, power_w, current_a, voltage_v, soc_percent, other",
);

/** Inserts what is new. Returns the id per index of `writes`; an index that is missing was there before (a repeat). */
export async function insertSessions(
  ctx: ServiceContext,
  writes: readonly SessionWrite[],
): Promise<ReadonlyMap<number, number>> {
  if (writes.length === 0) return new Map();
  const rows = await ctx.db.$queryRaw<{ n: number; id: number }[]>`
    WITH input AS (
      SELECT t.n, t.journal, t.event, t.samples, r.*
      FROM jsonb_to_recordset(${JSON.stringify(writes.map(toInput))}::jsonb)
        AS t(n int, session jsonb, journal jsonb, event jsonb, samples jsonb),
        jsonb_populate_record(NULL::charging_session, t.session) r
    ), started AS (
      INSERT INTO charging_session (${COLUMNS}) SELECT ${COLUMNS} FROM input
      ON CONFLICT DO NOTHING RETURNING id, station_id, start_key
    ), news AS (
      SELECT i.n, s.id, i.journal, i.event, i.samples FROM started s JOIN input i USING (station_id, start_key)
    ), journaled AS (
      INSERT INTO session_event (session_id, key, kind, at, received_at, seq_no, details)
      SELECT news.id, e.key, e.kind, e.at, e.received_at, e.seq_no, e.details
      FROM news, jsonb_populate_record(NULL::session_event, news.journal) e
    ), measured AS (
      INSERT INTO meter_value (session_id, ${SAMPLE_COLUMNS})
      SELECT news.id, ${SAMPLE_COLUMNS} FROM news, jsonb_populate_recordset(NULL::meter_value, news.samples) v
    ), announced AS (
      INSERT INTO outbox (at, event)
      SELECT ${ctx.now().toISOString()}::timestamptz, jsonb_set(event, '{session,id}', to_jsonb(id)) FROM news
    )
    SELECT n, id FROM news`;
  return new Map(rows.map((row) => [row.n, row.id]));
}

export type ChangeResult = "changed" | "repeat" | "conflict";

/**
 * Stores changed sessions. `conflict`: another change came between load and store; load again.
 * `repeat`: the journal had this entry already, and nothing was changed.
 */
export async function updateSessions(
  ctx: ServiceContext,
  writes: readonly SessionWrite[],
): Promise<readonly ChangeResult[]> {
  if (writes.length === 0) return [];
  const rows = await ctx.db.$queryRaw<{ n: number; is_news: boolean }[]>`
    WITH input AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(writes.map(toInput))}::jsonb)
        AS t(n int, id int, session jsonb, journal jsonb, event jsonb, samples jsonb)
    ), locked AS (
      SELECT i.* FROM charging_session c JOIN input i ON c.id = i.id AND c.rev = (i.session->>'rev')::int - 1
      -- Said once more as a list: the planner knows nothing of what is inside JSON.
      WHERE c.id = ANY (${writes.map(({ session }) => session.id)}::int[])
      FOR UPDATE OF c
    ), journaled AS (
      INSERT INTO session_event (session_id, key, kind, at, received_at, seq_no, details)
      SELECT l.id, e.key, e.kind, e.at, e.received_at, e.seq_no, e.details
      FROM locked l, jsonb_populate_record(NULL::session_event, l.journal) e
      ON CONFLICT (session_id, key) DO NOTHING RETURNING session_id
    ), news AS (
      SELECT l.* FROM locked l JOIN journaled j ON j.session_id = l.id
    ), changed AS (
      UPDATE charging_session c
      SET (${COLUMNS}) = (SELECT ${COLUMNS} FROM jsonb_populate_record(NULL::charging_session, news.session))
      FROM news WHERE c.id = news.id
    ), measured AS (
      INSERT INTO meter_value (session_id, ${SAMPLE_COLUMNS})
      SELECT news.id, ${SAMPLE_COLUMNS} FROM news, jsonb_populate_recordset(NULL::meter_value, news.samples) v
    ), announced AS (
      INSERT INTO outbox (at, event) SELECT ${ctx.now().toISOString()}::timestamptz, event FROM news
    )
    SELECT l.n, (j.session_id IS NOT NULL) AS is_news FROM locked l LEFT JOIN journaled j ON j.session_id = l.id`;
  const byIndex = new Map(rows.map((row) => [row.n, row.is_news]));
  return writes.map((_, index) => {
    const isNews = byIndex.get(index);
    if (isNews === undefined) return "conflict";
    return isNews ? "changed" : "repeat";
  });
}

function toInput(write: SessionWrite, n: number) {
  const { session, journal, identity, samples } = write;
  return {
    n,
    id: session.id,
    session: {
      station_id: session.stationId,
      evse: session.evse,
      connector: session.connector,
      start_key: session.startKey,
      transaction_id: session.transactionId,
      phase: session.phase,
      charging_state: session.chargingState,
      token_uid: session.tokenUid,
      token_type: session.tokenType,
      authorization: session.authorization,
      started_at: session.startedAt,
      start_received_at: session.startReceivedAt,
      ended_at: session.endedAt,
      end_received_at: session.endReceivedAt,
      end_reason: session.endReason,
      end_token_uid: session.endTokenUid,
      meter_start_wh: session.meterStartWh,
      meter_stop_wh: session.meterStopWh,
      meter_last_wh: session.meterLastWh,
      energy_wh: session.energyWh,
      power_w: session.powerW,
      soc_percent: session.socPercent,
      last_sample_at: session.lastSampleAt,
      remote_start_id: session.remoteStartId,
      reservation_id: session.reservationId,
      last_seq_no: session.lastSeqNo,
      end_seq_no: session.endSeqNo,
      anomalies: session.anomalies,
      resolution: session.resolution,
      rev: session.rev,
    },
    journal: {
      key: journal.key,
      kind: journal.kind,
      at: journal.at,
      received_at: journal.receivedAt,
      seq_no: journal.seqNo,
      details: journal.details,
    },
    event: { type: "SessionChanged", session: viewOfSession(session, identity) },
    samples: samples.map((sample) => sampleRow(write, sample)),
  };
}

function sampleRow({ session, journal }: SessionWrite, sample: MeterSample) {
  return {
    received_at: journal.receivedAt,
    station_id: session.stationId,
    evse: session.evse,
    connector: session.connector,
    // A wrong clock must not put readings beside the session (quirk D1); the log keeps what was said.
    sampled_at: plausibleTime(sample.at, journal.receivedAt).at,
    context: sample.context,
    energy_wh: sample.energyWh,
    power_w: sample.powerW,
    current_a: sample.currentA,
    voltage_v: sample.voltageV,
    soc_percent: sample.socPercent,
    other: sample.other.length === 0 ? null : sample.other,
  };
}
