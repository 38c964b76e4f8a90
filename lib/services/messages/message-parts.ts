import { Prisma } from "@/lib/db/generated/client";

export type MessageRow = {
  readonly stationId: number;
  /** For those who follow the log; the row itself has the station's key. */
  readonly identity: string;
  readonly epoch: number;
  readonly at: Date;
  readonly direction: "In" | "Out";
  readonly messageId: string | null;
  readonly action: string | null;
  /** Ok, the error code answered, NoAnswer, Invalid or Unmatched. */
  readonly result: string;
  readonly latencyMs: number | null;
  /** JSON or raw text, already redacted. */
  readonly request: string | null;
  readonly response: string | null;
};

/** The part of a statement (CTE) that stores calls joined with their answers. */
export function messageParts(rows: readonly MessageRow[]): Prisma.Sql {
  return Prisma.sql`
    logged AS (
      INSERT INTO message_log (at, station_id, epoch, direction, message_id, action, result, latency_ms, request, response)
      SELECT * FROM unnest(${rows.map((row) => row.at.toISOString())}::timestamptz[],
        ${rows.map((row) => row.stationId)}::int[], ${rows.map((row) => row.epoch)}::int[],
        ${rows.map((row) => row.direction)}::text[], ${rows.map((row) => row.messageId)}::text[],
        ${rows.map((row) => row.action)}::text[], ${rows.map((row) => row.result)}::text[],
        ${rows.map((row) => row.latencyMs)}::int[], ${rows.map((row) => row.request)}::text[],
        ${rows.map((row) => row.response)}::text[])
    )`;
}
