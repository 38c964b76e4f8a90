"use server";

import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { StationNoteView } from "@/lib/domain/station-note";
import { addNote as add } from "@/lib/services/notes/add-note";
import { deleteNote as remove } from "@/lib/services/notes/delete-note";
import { editNote as edit } from "@/lib/services/notes/edit-note";
import { updateStation } from "@/lib/services/stations/update-station";

/** Writes a note. The same id again is the same note. */
export async function addNote(identity: string, id: string, text: string): Promise<ActionResult<StationNoteView>> {
  return attempt((ctx) => add(ctx, identity, { id, text }));
}

/** Words a note anew. */
export async function editNote(identity: string, id: string, text: string): Promise<ActionResult<StationNoteView>> {
  return attempt((ctx) => edit(ctx, { identity, id }, { text }));
}

/** Takes a note away. */
export async function deleteNote(identity: string, id: string): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    await remove(ctx, { identity, id });
    return null;
  });
}

/** Replaces the tags of a charger. */
export async function saveTags(identity: string, tags: readonly string[]): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    await updateStation(ctx, identity, { tags: [...tags] });
    return null;
  });
}
