import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { StationNoteView } from "@/lib/domain/station-note";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "../stations/find-station";
import { noteIdSchema, noteTextSchema, toNoteView } from "./note-fields";

/** The same id again is the same note. */
export const addNoteInput = z.strictObject({ id: noteIdSchema.optional(), text: noteTextSchema });

const NOTES_MAX = 1_000;

/** Writes something down about a station. Whoever may work with it may. Safe to repeat with the same id. */
export async function addNote(
  ctx: ServiceContext,
  identity: string,
  input: z.input<typeof addNoteInput>,
): Promise<StationNoteView> {
  requirePermission(ctx, "command");
  const { id = randomUUID(), text } = parseInput(addNoteInput, input);
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const { id: stationId } = await findStationOrThrow(tx, identity);
    const known = await tx.stationNote.findUnique({ where: { id } });
    if (known !== null) {
      if (known.stationId !== stationId || known.byId !== ctx.actor.id) {
        throw new ServiceError("Conflict", "Another note has this id.", "id");
      }
      return toNoteView(ctx, known);
    }
    if ((await tx.stationNote.count({ where: { stationId } })) >= NOTES_MAX) {
      throw new ServiceError("LimitReached", `A charger has at most ${NOTES_MAX} notes.`);
    }
    const data = { id, stationId, text, byId: ctx.actor.id, by: ctx.actor.name, at: ctx.now() };
    const row = await tx.stationNote.create({ data });
    await announce({ type: "StationListed", identity });
    await audit("AddNote", `station:${identity}`, { id, text });
    return toNoteView(ctx, row);
  });
}
