import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { findOwnNoteOrThrow } from "./note-fields";

/** Takes a note away; what it said stays in the audit. */
export async function deleteNote(
  ctx: ServiceContext,
  note: { readonly identity: string; readonly id: string },
): Promise<void> {
  requirePermission(ctx, "command");
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const { id, text } = await findOwnNoteOrThrow(ctx, tx, note);
    await tx.stationNote.delete({ where: { id } });
    await announce({ type: "StationListed", identity: note.identity });
    await audit("DeleteNote", `station:${note.identity}`, { id, text });
  });
}
