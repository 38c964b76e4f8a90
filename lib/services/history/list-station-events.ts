import { z } from "zod";
import { EVENT_KINDS, type EventKind, type StationEventView } from "@/lib/domain/station-event";
import { requirePermission, type ServiceContext } from "../context";
import { instantSchema } from "../instant";
import { decodeCursor, encodeCursor, type Page, pageFields } from "../page";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "../stations/find-station";
import type { EventSource, FoundEvent } from "./event-source";
import { boots, closings, faultChanges, openings, statusChanges } from "./line-events";
import {
  changesByPeople,
  commands,
  firmwareCommands,
  firmwareReports,
  securityEvents,
  sessionEnds,
  sessionStarts,
  settingCommands,
  updateEnds,
} from "./work-events";

export const listStationEventsInput = z.object({
  identity: z.string().min(1).max(255),
  kind: z.enum(EVENT_KINDS).optional(),
  /** Known at or after. */
  from: instantSchema.optional(),
  /** Known before. */
  to: instantSchema.optional(),
  ...pageFields,
});

/** Where the books keep the events of each kind. Of one moment, an earlier source is the newer one. */
const SOURCES: Readonly<Record<EventKind, readonly EventSource[]>> = {
  Fault: [faultChanges],
  Status: [statusChanges],
  Session: [sessionEnds, sessionStarts],
  Boot: [boots],
  // One that takes another's place closes it.
  Connection: [openings, closings],
  Command: [commands],
  Settings: [settingCommands, changesByPeople],
  Firmware: [updateEnds, firmwareReports, firmwareCommands],
  Security: [securityEvents],
};

/** The instant that the last event shown has, and how many events of that instant have been shown. */
const cursorSchema = z.tuple([instantSchema, z.int().min(1).max(10_000)]);

/** What happened to and with a station, newest first. */
export async function listStationEvents(
  ctx: ServiceContext,
  input: z.input<typeof listStationEventsInput>,
): Promise<Page<StationEventView>> {
  requirePermission(ctx, "read");
  const { identity, kind, from, to, limit, cursor } = parseInput(listStationEventsInput, input);
  const after = cursor === undefined ? null : decodeCursor(cursor, cursorSchema);
  const [end, skip] = after ?? [null, 0];
  const { id: stationId } = await findStationOrThrow(ctx.db, identity);
  const at = {
    ...(from === undefined ? {} : { gte: new Date(from) }),
    ...(to === undefined ? {} : { lt: new Date(to) }),
    ...(end === null ? {} : { lte: new Date(end) }),
  };
  const asked = { db: ctx.db, stationId, identity, at, take: limit + 1 + skip };
  const sources = kind === undefined ? EVENT_KINDS.flatMap((one) => SOURCES[one]) : SOURCES[kind];
  const found = (await Promise.all(sources.map((source) => source(asked)))).flat();
  // Sorting keeps the order of the sources where the instants are the same.
  const inOrder = found.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const shown = inOrder.slice(skip, skip + limit);
  const isMore = inOrder.length > skip + limit;
  return { items: shown.map(toView), nextCursor: isMore ? cursorBehind(shown, after) : null };
}

function cursorBehind(shown: readonly FoundEvent[], after: readonly [string, number] | null): string | null {
  const last = shown.at(-1)?.at.toISOString();
  if (last === undefined) return null;
  const count = shown.filter(({ at }) => at.toISOString() === last).length;
  return encodeCursor([last, count + (after?.[0] === last ? after[1] : 0)]);
}

const toView = ({ key, at, kind, facts }: FoundEvent): StationEventView => ({
  key,
  at: at.toISOString(),
  kind,
  facts,
});
