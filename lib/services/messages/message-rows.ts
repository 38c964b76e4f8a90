import { Prisma } from "@/lib/db/generated/client";
import { summarizeMessage } from "@/lib/domain/message-summary";
import { type MessageView, transactionRefOf } from "@/lib/domain/message-view";
import type { ServiceContext } from "../context";

/** A row as the log's queries read it; a payload that is too long to be carried is null, its length is told. */
export type MessageLogRow = {
  readonly id: bigint;
  readonly at: Date;
  readonly stationId: number;
  readonly direction: string;
  readonly messageId: string | null;
  readonly action: string | null;
  readonly result: string;
  readonly latencyMs: number | null;
  readonly request: string | null;
  readonly response: string | null;
  readonly requestChars: number | null;
  readonly responseChars: number | null;
};

/** The columns of such a row. Payloads above the limit stay in the database. */
export function rowColumns(payloadBytesMax: number): Prisma.Sql {
  return Prisma.sql`
    id, at, station_id AS "stationId", direction, message_id AS "messageId", action, result,
    latency_ms AS "latencyMs",
    CASE WHEN octet_length(request) <= ${payloadBytesMax}::int THEN request END AS request,
    CASE WHEN octet_length(response) <= ${payloadBytesMax}::int THEN response END AS response,
    length(request) AS "requestChars", length(response) AS "responseChars"`;
}

/** Rows with the identities of their chargers. */
export async function toMessageViews(
  ctx: Pick<ServiceContext, "db">,
  rows: readonly MessageLogRow[],
): Promise<readonly MessageView[]> {
  const ids = [...new Set(rows.map(({ stationId }) => stationId))];
  const stations = await ctx.db.station.findMany({ where: { id: { in: ids } }, select: { id: true, identity: true } });
  const identities = new Map(stations.map(({ id, identity }) => [id, identity]));
  return rows.map((row) => toMessageView(row, identities.get(row.stationId) ?? null));
}

function toMessageView(row: MessageLogRow, identity: string | null): MessageView {
  const { direction, messageId, action, result, latencyMs, request, response, requestChars, responseChars } = row;
  return {
    id: String(row.id),
    identity,
    at: row.at.toISOString(),
    direction: direction === "In" ? "In" : "Out",
    messageId,
    action,
    result,
    latencyMs,
    summary: summarizeMessage(row),
    transactionRef: transactionRefOf(request, response),
    request,
    response,
    requestChars,
    responseChars,
  };
}
