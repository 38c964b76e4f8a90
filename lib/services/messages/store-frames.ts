import { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { type LiveFigures, type MeterRow, MOVED, meterParts } from "../sessions/meter-parts";
import { type OccupancyRow, occupancyParts } from "../stations/occupancy-parts";
import { type StatusRow, statusParts } from "../stations/status-parts";
import { type MessageRow, messageParts } from "./message-parts";

/** What the frames of many stations leave, gathered in the same moment. */
export type GatheredFrames = {
  readonly messages: readonly MessageRow[];
  readonly statuses: readonly StatusRow[];
  readonly occupancies: readonly OccupancyRow[];
  readonly meters: readonly MeterRow[];
};

/**
 * Stores frames of many stations in one statement, log rows and effects together or not at all. Returns the
 * newest figures of the sessions whose readings were among them.
 */
export async function storeFrames(
  db: Pick<Tx, "$queryRaw">,
  frames: GatheredFrames,
  now: Date,
): Promise<readonly LiveFigures[]> {
  const { messages, statuses, occupancies, meters } = frames;
  const parts = [
    ...(statuses.length === 0 ? [] : [statusParts(statuses, now)]),
    ...(occupancies.length === 0 ? [] : [occupancyParts(occupancies, now)]),
    ...(meters.length === 0 ? [] : [meterParts(meters)]),
    ...(messages.length === 0 ? [] : [messageParts(messages)]),
  ];
  if (parts.length === 0) return [];
  const figures = meters.length === 0 ? Prisma.sql`SELECT 1 WHERE false` : MOVED;
  return db.$queryRaw<LiveFigures[]>`WITH ${Prisma.join(parts, ", ")} ${figures}`;
}
