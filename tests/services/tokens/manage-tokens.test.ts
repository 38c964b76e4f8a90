import { afterAll, beforeAll, expect, test } from "vitest";
import { createToken } from "@/lib/services/tokens/create-token";
import { listTokens } from "@/lib/services/tokens/list-tokens";
import { readToken } from "@/lib/services/tokens/read-token";
import { updateToken } from "@/lib/services/tokens/update-token";
import { audited, type Books, openBooks } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

test("a token is known in any case, and only once", async () => {
  const made = await createToken(books.as("operator"), { uid: "04A1b2" });
  expect(made).toMatchObject({ uid: "04A1b2", status: "Accepted", type: "ISO14443", expiresAt: null });
  expect(await readToken(books.as("viewer"), "04a1B2")).toEqual(made);
  await expect(createToken(books.as("operator"), { uid: "04a1b2" })).rejects.toMatchObject({
    code: "Conflict",
    field: "uid",
  });
});

test("a change touches what is named; null empties", async () => {
  await createToken(books.as("operator"), { uid: "T-1", label: "Fleet", groupId: "G" });
  const changed = await updateToken(books.as("operator"), "t-1", {
    status: "Blocked",
    groupId: null,
    expiresAt: "2027-01-01T03:00:00+03:00",
  });
  expect(changed).toMatchObject({
    uid: "T-1",
    status: "Blocked",
    label: "Fleet",
    groupId: null,
    expiresAt: "2027-01-01T00:00:00.000Z",
  });
  expect(await audited(books.db, "token:T-1")).toEqual(["CreateToken", "UpdateToken"]);
});

test("a role that may only look changes no token", async () => {
  await expect(createToken(books.as("viewer"), { uid: "T-2" })).rejects.toMatchObject({ code: "Forbidden" });
  await expect(updateToken(books.as("viewer"), "T-1", {})).rejects.toMatchObject({ code: "Forbidden" });
});

test("an unknown token and an impossible end are refused", async () => {
  await expect(updateToken(books.as("operator"), "T-9", {})).rejects.toMatchObject({ code: "NotFound" });
  await expect(
    createToken(books.as("operator"), { uid: "T-3", expiresAt: "0000-01-01T00:00:00Z" }),
  ).rejects.toMatchObject({ code: "Invalid", field: "expiresAt" });
  await expect(readToken(books.as("viewer"), "\u0000")).rejects.toMatchObject({ code: "NotFound" });
});

test("tokens are found by part of uid, label or group, page by page", async () => {
  for (const uid of ["page-A", "PAGE-b", "page-c"]) await createToken(books.as("operator"), { uid, label: "100% van" });
  const first = await listTokens(books.as("viewer"), { q: "PAGE-", limit: 2 });
  const second = await listTokens(books.as("viewer"), { q: "PAGE-", limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ uid }) => uid)).toEqual(["page-A", "PAGE-b", "page-c"]);
  expect([first.total, second.nextCursor]).toEqual([3, null]);
  expect((await listTokens(books.as("viewer"), { q: "100%" })).total).toBe(3);
  expect((await listTokens(books.as("viewer"), { q: "1%v" })).total).toBe(0);
});
