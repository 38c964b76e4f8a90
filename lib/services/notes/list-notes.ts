import { z } from "zod";
import type { StationNoteView } from "@/lib/domain/station-note";
import { requirePermission, type ServiceContext } from "../context";
import { instantSchema } from "../instant";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "../stations/find-station";
import { toNoteView } from "./note-fields";

export const listNotesInput = z.object({ identity: z.string().min(1).max(255), ...pageFields });

const cursorSchema = z.tuple([instantSchema, z.uuid()]);

/** What was written down about a station, newest first. */
export async function listNotes(
  ctx: ServiceContext,
  input: z.input<typeof listNotesInput>,
): Promise<Page<StationNoteView>> {
  requirePermission(ctx, "read");
  const { identity, limit, cursor } = parseInput(listNotesInput, input);
  const { id: stationId } = await findStationOrThrow(ctx.db, identity);
  const rows = await ctx.db.stationNote.findMany({
    where: { stationId, ...afterCursor(cursor) },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(
    rows,
    limit,
    (row) => toNoteView(ctx, row),
    ({ at, id }) => [at.toISOString(), id],
  );
}

function afterCursor(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const [text, id] = decodeCursor(cursor, cursorSchema);
  const at = new Date(text);
  return { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] };
}
