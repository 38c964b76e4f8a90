import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addNote } from "@/lib/services/notes/add-note";
import { deleteNote } from "@/lib/services/notes/delete-note";
import { editNote } from "@/lib/services/notes/edit-note";
import { listNotes } from "@/lib/services/notes/list-notes";
import { announced, aStation, audited, type Books, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

const minutes = (count: number): Date => new Date(T0.getTime() + count * 60_000);
const textsOf = async (identity: string) =>
  (await listNotes(books.as("viewer"), { identity })).items.map(
    ({ text, isMine }) => `${text}${isMine ? " (mine)" : ""}`,
  );

test("notes are kept with who wrote them when, newest first, page by page", async () => {
  const { identity } = await aStation(books.db);
  for (const place of [1, 2, 3]) {
    await addNote(books.as("operator", { now: minutes(place) }), identity, { text: `  note ${place} ` });
  }
  expect(await textsOf(identity)).toEqual(["note 3", "note 2", "note 1"]);
  const first = await listNotes(books.as("operator"), { identity, limit: 2 });
  expect(first.items[0]).toMatchObject({
    by: "An operator",
    at: minutes(3).toISOString(),
    isMine: true,
    editedAt: null,
  });
  const second = await listNotes(books.as("operator"), { identity, limit: 2, cursor: first.nextCursor ?? "" });
  expect(second.items.map(({ text }) => text)).toEqual(["note 1"]);
  expect(await audited(books.db, `station:${identity}`)).toEqual(["AddNote", "AddNote", "AddNote"]);
  expect((await announced(books.db)).at(-1)).toEqual({ type: "StationListed", identity });
});

test("a note that is sent twice is one note; the id of another one is refused", async () => {
  const { identity } = await aStation(books.db);
  const id = randomUUID();
  await addNote(books.as("operator"), identity, { id, text: "once" });
  await addNote(books.as("operator"), identity, { id, text: "once" });
  expect(await textsOf(identity)).toEqual(["once"]);
  const elsewhere = await aStation(books.db);
  const taken = addNote(books.as("operator"), elsewhere.identity, { id, text: "other" });
  await expect(taken).rejects.toMatchObject({ code: "Conflict" });
});

test("only its writer and who manages stations may change a note; what it said stays in the audit", async () => {
  const { identity } = await aStation(books.db);
  const { id } = await addNote(books.as("operator"), identity, { text: "door jams" });
  const another = books.as("operator", { id: "somebody-else" });
  await expect(editNote(another, { identity, id }, { text: "no" })).rejects.toMatchObject({ code: "Forbidden" });
  await expect(deleteNote(another, { identity, id })).rejects.toMatchObject({ code: "Forbidden" });

  const edited = await editNote(books.as("operator"), { identity, id }, { text: "door mended" });
  expect(edited).toMatchObject({ text: "door mended", editedBy: "An operator", editedAt: T0.toISOString() });
  await editNote(books.as("operator"), { identity, id }, { text: "door mended" });
  await deleteNote(books.as("engineer"), { identity, id });
  expect(await textsOf(identity)).toEqual([]);
  const entries = await books.db.auditEntry.findMany({
    where: { subject: `station:${identity}` },
    orderBy: { id: "asc" },
  });
  expect(entries.map(({ action }) => action)).toEqual(["AddNote", "EditNote", "DeleteNote"]);
  expect(entries[1]?.details).toEqual({ id, before: "door jams", text: "door mended" });
});

test("whoever only reads writes nothing; an empty text, a foreign note and an unknown charger are refused", async () => {
  const { identity } = await aStation(books.db);
  await expect(addNote(books.as("viewer"), identity, { text: "x" })).rejects.toMatchObject({ code: "Forbidden" });
  const operator = books.as("operator");
  await expect(addNote(operator, identity, { text: "   " })).rejects.toMatchObject({ code: "Invalid", field: "text" });
  await expect(addNote(operator, "NOBODY", { text: "x" })).rejects.toMatchObject({ code: "NotFound" });
  const { identity: other } = await aStation(books.db);
  const { id } = await addNote(operator, other, { text: "theirs" });
  await expect(deleteNote(operator, { identity, id })).rejects.toMatchObject({ code: "NotFound" });
  await expect(deleteNote(operator, { identity, id: "no-uuid" })).rejects.toMatchObject({ code: "NotFound" });
});
