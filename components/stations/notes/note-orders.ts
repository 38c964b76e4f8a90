import type { ActionResult } from "@/components/form/action-result";
import type { StationNoteView } from "@/lib/domain/station-note";

/** What can be done with the notes and tags of a station; the verbs ask again who may. */
export type AddNote = (identity: string, id: string, text: string) => Promise<ActionResult<StationNoteView>>;
export type EditNote = (identity: string, id: string, text: string) => Promise<ActionResult<StationNoteView>>;
export type DeleteNote = (identity: string, id: string) => Promise<ActionResult<null>>;
export type SaveTags = (identity: string, tags: readonly string[]) => Promise<ActionResult<null>>;
