import type { Tx } from "../context";

/** A message of a station's had to be mended before it could be read. */
export type DeviationRow = {
  readonly stationId: number;
  readonly repair: string;
  readonly at: Date;
  readonly messageId: string;
};

/** Counts what stations do otherwise than the norm, by the repair's name; the newest message is kept as the example. */
export async function recordDeviations(tx: Tx, rows: readonly DeviationRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO station_deviation AS d (station_id, repair, count, first_at, last_at, example_message_id)
    SELECT t.station_id, t.repair, count(*)::int, min(t.at), max(t.at), (array_agg(t.message_id ORDER BY t.at DESC))[1]
    FROM unnest(${rows.map((row) => row.stationId)}::int[], ${rows.map((row) => row.repair)}::text[],
      ${rows.map((row) => row.at.toISOString())}::timestamptz[], ${rows.map((row) => row.messageId)}::text[])
      AS t(station_id, repair, at, message_id)
    WHERE EXISTS (SELECT FROM station s WHERE s.id = t.station_id)
    GROUP BY t.station_id, t.repair ORDER BY t.station_id, t.repair
    ON CONFLICT (station_id, repair) DO UPDATE SET count = d.count + excluded.count,
      last_at = GREATEST(d.last_at, excluded.last_at), example_message_id = excluded.example_message_id`;
}
