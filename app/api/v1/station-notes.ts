import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { StationNoteView } from "@/lib/domain/station-note";
import { addNote, addNoteInput } from "@/lib/services/notes/add-note";
import { deleteNote } from "@/lib/services/notes/delete-note";
import { editNote, editNoteInput } from "@/lib/services/notes/edit-note";
import { listNotes, listNotesInput } from "@/lib/services/notes/list-notes";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf } from "./schemas";
import { identityParam } from "./stations";

const tags = ["Stations"];
const instant = z.iso.datetime();

const noteSchema: z.ZodType<StationNoteView> = z.object({
  id: z.uuid(),
  text: z.string(),
  by: z.string(),
  at: instant,
  editedBy: z.string().nullable(),
  editedAt: instant.nullable(),
  isMine: z.boolean().describe("Whether this key may change it."),
});

const noteParam = identityParam.extend({ id: z.string() });
const path = "/stations/{identity}/notes";

const list = createRoute({
  method: "get",
  path,
  tags,
  summary: "What was written down about a station, newest first",
  request: { params: identityParam, query: listNotesInput.omit({ identity: true }) },
  responses: { 200: answers("A page of notes", pageOf(noteSchema)), ...PROBLEMS, ...NOT_FOUND },
});

const add = createRoute({
  method: "post",
  path,
  tags,
  summary: "Write something down about a station",
  request: { headers: idempotencyHeader, params: identityParam, body: body(addNoteInput) },
  responses: { 201: answers("The note", noteSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED },
});

const edit = createRoute({
  method: "patch",
  path: `${path}/{id}`,
  tags,
  summary: "Word a note anew",
  request: { params: noteParam, body: body(editNoteInput) },
  responses: { 200: answers("The note", noteSchema), ...PROBLEMS, ...NOT_FOUND },
});

const remove = createRoute({
  method: "delete",
  path: `${path}/{id}`,
  tags,
  summary: "Take a note away",
  request: { params: noteParam },
  responses: { 204: { description: "It is gone" }, ...PROBLEMS, ...NOT_FOUND },
});

export function serveStationNotes(api: Api): void {
  api.openapi(list, async (c) => {
    const { identity } = c.req.valid("param");
    return c.json(await listNotes(c.get("ctx"), { ...c.req.valid("query"), identity }), 200);
  });
  api.openapi(add, async (c) => {
    const { identity } = c.req.valid("param");
    return c.json(await addNote(c.get("ctx"), identity, c.req.valid("json")), 201);
  });
  api.openapi(edit, async (c) => c.json(await editNote(c.get("ctx"), c.req.valid("param"), c.req.valid("json")), 200));
  api.openapi(remove, async (c) => {
    await deleteNote(c.get("ctx"), c.req.valid("param"));
    return c.body(null, 204);
  });
}
