import { z } from "zod";
import type { StationNoteView } from "@/lib/domain/station-note";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { findOwnNoteOrThrow, noteTextSchema, toNoteView } from "./note-fields";

export const editNoteInput = z.strictObject({ text: noteTextSchema });

/** Words a note anew; what it said before is in the audit. Safe to repeat. */
export async function editNote(
  ctx: ServiceContext,
  note: { readonly identity: string; readonly id: string },
  input: z.input<typeof editNoteInput>,
): Promise<StationNoteView> {
  requirePermission(ctx, "command");
  const { text } = parseInput(editNoteInput, input);
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const before = await findOwnNoteOrThrow(ctx, tx, note);
    if (before.text === text) return toNoteView(ctx, before);
    const row = await tx.stationNote.update({
      where: { id: before.id },
      data: { text, editedBy: ctx.actor.name, editedAt: ctx.now() },
    });
    await announce({ type: "StationListed", identity: note.identity });
    await audit("EditNote", `station:${note.identity}`, { id: row.id, before: before.text, text });
    return toNoteView(ctx, row);
  });
}
