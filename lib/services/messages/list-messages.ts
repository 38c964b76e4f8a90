import { z } from "zod";
import type { MessageLog, Prisma } from "@/lib/db/generated/client";
import type { MessageView } from "@/lib/domain/station-view";
import { requirePermission, type ServiceContext } from "../context";
import { instantSchema } from "../instant";
import { decodeCursor, instantAndId, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "../stations/find-station";

export const listMessagesInput = z.object({
  identity: z.string().min(1).max(255),
  action: z.string().trim().min(1).max(100).optional(),
  /** The id that call and answer share. */
  messageId: z.string().min(1).max(255).optional(),
  direction: z.enum(["In", "Out"]).optional(),
  /** `Ok`, an error code, `NoAnswer`, …; `Problem` is everything but `Ok`. */
  result: z.string().trim().min(1).max(100).optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  ...pageFields,
});

/** What was said on the wire with one station, newest first. */
export async function listMessages(
  ctx: ServiceContext,
  input: z.input<typeof listMessagesInput>,
): Promise<Page<MessageView>> {
  requirePermission(ctx, "read");
  const wanted = parseInput(listMessagesInput, input);
  const station = await findStationOrThrow(ctx.db, wanted.identity);
  const rows = await ctx.db.messageLog.findMany({
    where: { AND: [{ stationId: station.id }, toFilter(wanted), afterCursor(wanted.cursor)] },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: wanted.limit + 1,
  });
  return toPage(rows, wanted.limit, toMessageView, (row) => [row.at.toISOString(), String(row.id)]);
}

function toFilter(wanted: z.output<typeof listMessagesInput>): Prisma.MessageLogWhereInput {
  const { action, messageId, direction, result, from, to } = wanted;
  return {
    ...(action === undefined ? {} : { action }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(direction === undefined ? {} : { direction }),
    ...(result === undefined ? {} : { result: result === "Problem" ? { not: "Ok" } : result }),
    at: { ...(from === undefined ? {} : { gte: new Date(from) }), ...(to === undefined ? {} : { lt: new Date(to) }) },
  };
}

function afterCursor(cursor: string | undefined): Prisma.MessageLogWhereInput {
  if (cursor === undefined) return {};
  const [instant, id] = decodeCursor(cursor, instantAndId);
  const at = new Date(instant);
  return { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: BigInt(id) } }] };
}

function toMessageView(row: MessageLog): MessageView {
  return {
    id: String(row.id),
    at: row.at.toISOString(),
    direction: row.direction === "In" ? "In" : "Out",
    messageId: row.messageId,
    action: row.action,
    result: row.result,
    latencyMs: row.latencyMs,
    request: row.request,
    response: row.response,
  };
}
