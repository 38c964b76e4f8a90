import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { isResultKind, type MessageFilter, ROUTINE_ACTIONS, transactionNeedles } from "@/lib/domain/message-filter";
import { DIRECTIONS } from "@/lib/domain/message-view";
import type { ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { instantSchema } from "../instant";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "../stations/find-station";

/** Where nobody says since when, messages of this long are looked at. */
export const DEFAULT_HOURS = 24;

/** What every reader of the message log can ask for. */
export const messageFields = {
  action: z.string().trim().min(1).max(100).optional(),
  direction: z.enum(DIRECTIONS).optional(),
  /** `Ok`, `Error`, `NoAnswer`, `Unreadable`; `Problem` is everything but `Ok`; else a code as it was answered. */
  result: z.string().trim().min(1).max(100).optional(),
  /** Milliseconds; slower than that. */
  slowerThanMs: z.coerce.number<number | string>().int().min(0).max(3_600_000).optional(),
  /** Somewhere in the payloads, in any case. */
  text: z.string().trim().min(1).max(200).optional(),
  messageId: z.string().trim().min(1).max(255).optional(),
  /** A session's number: what was said of its transaction, while it ran. */
  session: z.coerce.number<number | string>().int().min(1).max(2_147_483_647).optional(),
  /** Leaves Heartbeat and MeterValues out. */
  hideRoutine: z.stringbool().or(z.boolean()).optional(),
  /** Received or sent at or after; without it the last 24 hours, or the time of the session. */
  from: instantSchema.optional(),
  /** Received or sent before. */
  to: instantSchema.optional(),
};

const anyMessages = z.object({ ...messageFields, identity: z.string().min(1).max(255).optional() });

/** A filter over the log with its time, charger and session looked up. */
export type MessageQuery = {
  readonly filter: MessageFilter;
  readonly stationId: number | null;
  readonly from: Date;
  /** Null = until now and on. */
  readonly to: Date | null;
};

/** Reads what is asked for. Throws NotFound for a charger or a session that is not there. */
export async function toMessageQuery(ctx: ServiceContext, input: z.input<typeof anyMessages>): Promise<MessageQuery> {
  const wanted = parseInput(anyMessages, input);
  const session = wanted.session === undefined ? null : await timeOfSession(ctx, wanted.session);
  const identity = orNull(wanted.identity ?? session?.identity);
  const station = identity === null ? null : await findStationOrThrow(ctx.db, identity);
  const since = session?.from ?? new Date(ctx.now().getTime() - DEFAULT_HOURS * HOUR_MS);
  return {
    filter: {
      identity,
      action: orNull(wanted.action),
      direction: orNull(wanted.direction),
      result: orNull(wanted.result),
      slowerThanMs: orNull(wanted.slowerThanMs),
      text: orNull(wanted.text),
      messageId: orNull(wanted.messageId),
      transactionRef: orNull(session?.transactionRef),
      hidesRoutine: wanted.hideRoutine === true,
    },
    stationId: orNull(station?.id),
    from: instantOr(wanted.from, since),
    to: instantOr(wanted.to, orNull(session?.to)),
  };
}

const orNull = <T>(value: T | null | undefined): T | null => value ?? null;

const instantOr = <Fallback>(told: string | undefined, fallback: Fallback): Date | Fallback =>
  told === undefined ? fallback : new Date(told);

const HOUR_MS = 3_600_000;

/** A session is asked for before it starts, and told of after it has ended. */
async function timeOfSession(ctx: ServiceContext, id: number) {
  const row = await ctx.db.chargingSession.findUnique({
    where: { id },
    include: { station: { select: { identity: true } } },
  });
  if (row === null) throw new ServiceError("NotFound", `There is no session ${id}.`, "session");
  return {
    identity: row.station.identity,
    transactionRef: row.transactionId ?? String(row.id),
    from: new Date(row.startReceivedAt.getTime() - HOUR_MS),
    to: row.endReceivedAt === null ? null : new Date(row.endReceivedAt.getTime() + HOUR_MS),
  };
}

/** What indexes find: the time, the charger, and whether it went wrong. */
export function indexedConditions({ filter, stationId, from, to }: MessageQuery): Prisma.Sql {
  const { result } = filter;
  return all([
    Prisma.sql`at >= ${from}`,
    ...(to === null ? [] : [Prisma.sql`at < ${to}`]),
    ...(stationId === null ? [] : [Prisma.sql`station_id = ${stationId}`]),
    ...(result === null || result === "Ok" ? [] : [Prisma.sql`result <> 'Ok'`]),
  ]);
}

/** What has to be looked at row by row; null where nothing has. The same as `matchesFilter`. */
export function scannedConditions({ filter }: MessageQuery): Prisma.Sql | null {
  const { action, direction, result, slowerThanMs, messageId, hidesRoutine } = filter;
  const conditions = [
    ...(action === null ? [] : [Prisma.sql`action = ${action}`]),
    ...(direction === null ? [] : [Prisma.sql`direction = ${direction}`]),
    ...(result === null || result === "Problem" ? [] : [ofResult(result)]),
    ...(slowerThanMs === null ? [] : [Prisma.sql`latency_ms > ${slowerThanMs}`]),
    ...(messageId === null ? [] : [Prisma.sql`message_id = ${messageId}`]),
    ...(hidesRoutine ? [Prisma.sql`(action IS NULL OR action <> ALL(${[...ROUTINE_ACTIONS]}::text[]))`] : []),
    ...inPayload(filter),
  ];
  return conditions.length === 0 ? null : all(conditions);
}

function ofResult(result: string): Prisma.Sql {
  if (!isResultKind(result)) return Prisma.sql`result = ${result}`;
  switch (result) {
    case "Ok":
    case "NoAnswer":
      return Prisma.sql`result = ${result}`;
    case "Unreadable":
      return Prisma.sql`result = 'Invalid'`;
    case "Error":
      return Prisma.sql`result NOT IN ('Ok', 'NoAnswer', 'Invalid')`;
  }
}

function inPayload({ text, transactionRef }: MessageFilter): readonly Prisma.Sql[] {
  const pattern = text === null ? null : `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return [
    ...(pattern === null ? [] : [Prisma.sql`(request ILIKE ${pattern} OR response ILIKE ${pattern})`]),
    ...(transactionRef === null ? [] : [naming(transactionRef)]),
  ];
}

/** Of rows whose payloads name this transaction. */
export function naming(transactionRef: string): Prisma.Sql {
  const places = transactionNeedles(transactionRef).map(
    (needle) => Prisma.sql`position(${needle} in request) > 0 OR position(${needle} in response) > 0`,
  );
  return Prisma.sql`(${Prisma.join(places, " OR ")})`;
}

const all = (conditions: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...conditions], " AND ");
