import { z } from "zod";
import type { MessageView } from "@/lib/domain/message-view";
import { requirePermission, type ServiceContext } from "../context";
import { decodeCursor, encodeCursor, instantAndId, type Page, pageFields } from "../page";
import { parseInput } from "../parse-input";
import { type MessageQuery, messageFields, toMessageQuery } from "./message-query";
import { toMessageViews } from "./message-rows";
import { type LogPlace, scanMessages } from "./scan-messages";

export const listMessagesInput = z.object({
  /** Of one charger; without it of all. */
  identity: z.string().min(1).max(255).optional(),
  ...messageFields,
  ...pageFields,
});

export type MessagePage = Page<MessageView> & {
  readonly query: MessageQuery;
  /** Where the search stopped before the end of the time: how many messages it looked at, back to when. */
  readonly searched: { readonly count: number; readonly backTo: string } | null;
};

/** A frame is at most so long. */
const WHOLE = 2_000_000;

/**
 * What was said on the wire, newest first, with one charger or with all. Filters that no index serves look
 * through a bounded number of messages; the cursor goes on where they stopped, so a page may be empty and not
 * the last. Payloads above `payloadBytesMax` are left out, their lengths told.
 */
export async function listMessages(
  ctx: ServiceContext,
  input: z.input<typeof listMessagesInput> = {},
  payloadBytesMax = WHOLE,
): Promise<MessagePage> {
  requirePermission(ctx, "read");
  const { limit, cursor, ...wanted } = parseInput(listMessagesInput, input);
  const query = await toMessageQuery(ctx, wanted);
  const after = cursor === undefined ? null : placeOf(cursor);
  const { rows, next, searched } = await scanMessages(ctx.db, query, { after, limit, payloadBytesMax });
  return {
    items: await toMessageViews(ctx, rows),
    nextCursor: next === null ? null : encodeCursor([next.at.toISOString(), String(next.id)]),
    query,
    searched: next === null || searched === null ? null : { count: searched, backTo: next.at.toISOString() },
  };
}

function placeOf(cursor: string): LogPlace {
  const [at, id] = decodeCursor(cursor, instantAndId);
  return { at: new Date(at), id: BigInt(id) };
}
