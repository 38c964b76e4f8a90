import { z } from "zod";
import type { MessageView } from "@/lib/domain/message-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { csvLine } from "../csv-line";
import { parseInput } from "../parse-input";
import { type MessageQuery, messageFields, toMessageQuery } from "./message-query";
import { toMessageViews } from "./message-rows";
import { type LogPlace, scanMessages } from "./scan-messages";

/** An export ends here and says so; a narrower time or filter has the rest. */
export const EXPORT_ROWS_MAX = 100_000;

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;

export const exportMessagesInput = z.object({
  identity: z.string().min(1).max(255).optional(),
  ...messageFields,
  format: z.enum(EXPORT_FORMATS).default("ndjson"),
  /** IANA name; the CSV has a column with the times in this zone beside the one in UTC. */
  timeZone: z.string().max(64).refine(isTimeZone, "Not a time zone.").default("UTC"),
});

export type MessageExport = {
  readonly fileName: string;
  readonly contentType: string;
  /** Pieces of the file, read from the database as they are taken. */
  readonly chunks: AsyncIterable<string>;
};

const ROWS_PER_CHUNK = 200;
const WHOLE = 2_000_000;

/**
 * The messages of a filter as a file, newest first; at most EXPORT_ROWS_MAX, and where there are more its last
 * line says so. The audit has who took what, before the first row goes out.
 */
export async function exportMessages(
  ctx: ServiceContext,
  input: z.input<typeof exportMessagesInput> = {},
  rowsMax = EXPORT_ROWS_MAX,
): Promise<MessageExport> {
  requirePermission(ctx, "read");
  const { format, timeZone, ...wanted } = parseInput(exportMessagesInput, input);
  // What comes in while the file is being written is not in it.
  const query = await toMessageQuery(ctx, { to: ctx.now().toISOString(), ...wanted });
  await inTransaction(ctx, async ({ audit }) => {
    await audit("ExportMessages", wanted.identity === undefined ? "messages" : `station:${wanted.identity}`, {
      ...wanted,
      format,
      from: query.from.toISOString(),
    });
  });
  const stamp = ctx.now().toISOString().slice(0, 19).replaceAll(":", "");
  const writer = format === "csv" ? csvWriter(timeZone) : ndjsonWriter;
  return {
    fileName: `messages-${stamp}.${format}`,
    contentType: format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8",
    chunks: write(ctx, query, writer, rowsMax),
  };
}

type Writer = {
  readonly head: string;
  readonly row: (message: MessageView) => string;
  /** The last line of a file that is not whole. */
  readonly limitTold: (rows: number, backTo: string) => string;
};

async function* write(
  ctx: ServiceContext,
  query: MessageQuery,
  writer: Writer,
  rowsMax: number,
): AsyncGenerator<string, void, undefined> {
  yield writer.head;
  let after: LogPlace | null = null;
  let left = rowsMax;
  do {
    const options = { after, limit: Math.min(ROWS_PER_CHUNK, left), payloadBytesMax: WHOLE };
    const { rows, next } = await scanMessages(ctx.db, query, options);
    const messages = await toMessageViews(ctx, rows);
    left -= messages.length;
    after = next;
    if (messages.length > 0) yield messages.map(writer.row).join("");
  } while (after !== null && left > 0);
  if (after !== null) yield writer.limitTold(rowsMax, after.at.toISOString());
}

const limitText = (rows: number, backTo: string): string =>
  `The limit of ${rows} rows is reached; messages older than ${backTo} are not in this file.`;

const ndjsonWriter: Writer = {
  head: "",
  row: (message) => `${JSON.stringify(message)}\n`,
  limitTold: (rows, backTo) => `${JSON.stringify({ note: limitText(rows, backTo) })}\n`,
};

/** Excel takes a file for UTF-8 only with it. */
const BYTE_ORDER_MARK = "\uFEFF";

function csvWriter(timeZone: string): Writer {
  const columns = [
    "at",
    `at (${timeZone})`,
    "charger",
    "direction",
    "action",
    "summary",
    "result",
    "latencyMs",
    "messageId",
    "request",
    "response",
  ];
  const local = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  return {
    head: BYTE_ORDER_MARK + csvLine(columns),
    row: (message) =>
      csvLine([
        message.at,
        local.format(new Date(message.at)),
        message.identity,
        message.direction,
        message.action,
        message.summary,
        message.result,
        message.latencyMs,
        message.messageId,
        message.request,
        message.response,
      ]),
    limitTold: (rows, backTo) => csvLine([limitText(rows, backTo)]),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
