import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { DIRECTIONS, type MessageView } from "@/lib/domain/message-view";
import { requirePermission, type ServiceContext } from "../context";
import { instantSchema } from "../instant";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "../stations/find-station";
import { naming } from "./message-query";
import { type MessageLogRow, rowColumns, toMessageViews } from "./message-rows";

const messageName = z.object({
  identity: z.string().min(1).max(255),
  at: instantSchema,
  direction: z.enum(DIRECTIONS),
  messageId: z.string().max(255).nullable(),
});

const WHOLE = 2_000_000;

/** One message with its whole payloads, by what the live tail knows of it too; null where it is gone. */
export async function readMessage(
  ctx: ServiceContext,
  input: z.input<typeof messageName>,
): Promise<MessageView | null> {
  requirePermission(ctx, "read");
  const { identity, at, direction, messageId } = parseInput(messageName, input);
  const station = await findStationOrThrow(ctx.db, identity);
  const rows = await ctx.db.$queryRaw<MessageLogRow[]>`
    SELECT ${rowColumns(WHOLE)} FROM message_log
    WHERE at = ${new Date(at)} AND station_id = ${station.id} AND direction = ${direction}
      AND message_id IS NOT DISTINCT FROM ${messageId}
    ORDER BY id DESC LIMIT 1`;
  const [message = null] = await toMessageViews(ctx, rows);
  return message;
}

const neighbourInput = z.object({
  identity: z.string().min(1).max(255),
  at: instantSchema,
  /** As the wire spells it. */
  transactionRef: z.string().min(1).max(255),
  /** Before or after that instant. */
  side: z.enum(["before", "after"]),
});

/** A transaction's frames lie this close together: a car that stays for longer is found by its session. */
const APART_HOURS_MAX = 24;

/** The message of the same transaction before or after an instant; null where there is none within a day. */
export async function readNeighbour(
  ctx: ServiceContext,
  input: z.input<typeof neighbourInput>,
): Promise<MessageView | null> {
  requirePermission(ctx, "read");
  const { identity, at, transactionRef, side } = parseInput(neighbourInput, input);
  const station = await findStationOrThrow(ctx.db, identity);
  const from = new Date(at);
  const end = new Date(from.getTime() + (side === "before" ? -1 : 1) * APART_HOURS_MAX * 3_600_000);
  const [between, order] =
    side === "before"
      ? [Prisma.sql`at < ${from} AND at >= ${end}`, Prisma.sql`at DESC, id DESC`]
      : [Prisma.sql`at > ${from} AND at <= ${end}`, Prisma.sql`at, id`];
  const rows = await ctx.db.$queryRaw<MessageLogRow[]>`
    SELECT ${rowColumns(WHOLE)} FROM message_log
    WHERE station_id = ${station.id} AND ${between} AND ${naming(transactionRef)}
    ORDER BY ${order} LIMIT 1`;
  const [message = null] = await toMessageViews(ctx, rows);
  return message;
}
