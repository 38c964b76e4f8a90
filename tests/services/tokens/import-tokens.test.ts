import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createToken } from "@/lib/services/tokens/create-token";
import { importTokens } from "@/lib/services/tokens/import/import-tokens";
import { previewTokenImport } from "@/lib/services/tokens/import/preview-token-import";
import { type Books, openBooks } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
beforeEach(async () => {
  await books.db.token.deleteMany();
  await books.db.tokenGroup.deleteMany();
});
afterAll(async () => books.close());

const preview = (csv: string) => previewTokenImport(books.as("operator"), { csv });
const take = async (csv: string, leavesOutErrors = false) =>
  importTokens(books.as("operator"), { csv, planHash: (await preview(csv)).planHash, leavesOutErrors });

test("a list is shown first, then taken over whole: new cards, changed ones, groups, dates and limits", async () => {
  await createToken(books.as("operator"), { uid: "OLD1", label: "Before", energyLimitWh: 5_000 });
  await createToken(books.as("operator"), { uid: "OLD2", label: "Same" });
  const csv = [
    "Card Number;Name;Group;Expires;kWh per session;Colour",
    "new1;Van 12;Fleet;2027-12-31;20;red",
    '"new2";"Two; three";fleet;2027-12-31T10:00:00+03:00;any;',
    "old1;After;;;;",
  ].join("\r\n");
  const seen = await preview(`\uFEFF${csv}`);
  expect(seen).toMatchObject({
    rows: 3,
    counts: { New: 2, Changed: 1, Same: 0 },
    newGroups: ["Fleet"],
    unknownColumns: ["Colour"],
    errors: [],
  });
  expect(seen.first.map(({ line, uid, change }) => [line, uid, change])).toEqual([
    [2, "new1", "New"],
    [3, "new2", "New"],
    [4, "old1", "Changed"],
  ]);
  expect(await books.db.token.count()).toBe(2);

  expect(await take(csv)).toEqual({ created: 2, changed: 1, leftOut: 0 });
  const cards = await books.db.token.findMany({ orderBy: { uidKey: "asc" } });
  expect(
    cards.map(({ uid, label, groupId, energyLimitWh, expiresAt }) => ({
      uid,
      label,
      groupId,
      energyLimitWh,
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
  ).toEqual([
    { uid: "new1", label: "Van 12", groupId: "Fleet", energyLimitWh: 20_000, expiresAt: "2027-12-31T00:00:00.000Z" },
    { uid: "new2", label: "Two; three", groupId: "Fleet", energyLimitWh: null, expiresAt: "2027-12-31T07:00:00.000Z" },
    { uid: "OLD1", label: "After", groupId: null, energyLimitWh: null, expiresAt: null },
    { uid: "OLD2", label: "Same", groupId: null, energyLimitWh: null, expiresAt: null },
  ]);
  expect((await preview(csv)).counts).toEqual({ New: 0, Changed: 0, Same: 3 });
  const [entry] = await books.db.auditEntry.findMany({ where: { action: "ImportTokens" } });
  expect(entry?.details).toEqual({ created: 2, changed: 1, leftOut: 0 });
});

test("columns a list does not have stay as they are", async () => {
  await createToken(books.as("operator"), { uid: "A", label: "Mine", groupId: "G", sessionsPerDayMax: 3 });
  expect(await take("uid,status\nA,blocked")).toEqual({ created: 0, changed: 1, leftOut: 0 });
  const card = await books.db.token.findFirstOrThrow();
  expect(card).toMatchObject({ status: "Blocked", label: "Mine", groupId: "G", sessionsPerDayMax: 3 });
});

test("each row that cannot be read is told with its line, and leaving it out is a choice", async () => {
  const csv = [
    "uid,status,expires,sessions per day",
    "GOOD,,,",
    ",Accepted,,",
    "good,,,",
    "B,perhaps,tomorrow,0",
    "C,,,,extra",
    "",
    "D,Blocked,,2",
  ].join("\n");
  const { errors, errorsTotal, rowsWithErrors, counts } = await preview(csv);
  expect(errors).toEqual([
    { line: 3, column: "uid", problem: "Missing", found: "" },
    { line: 4, column: "uid", problem: "Twice", found: "good" },
    { line: 5, column: "status", problem: "Unreadable", found: "perhaps" },
    { line: 5, column: "expires", problem: "Unreadable", found: "tomorrow" },
    { line: 5, column: "sessionsPerDay", problem: "Unreadable", found: "0" },
    { line: 6, column: null, problem: "Malformed", found: "C,,,,extra" },
  ]);
  expect([errorsTotal, rowsWithErrors, counts.New]).toEqual([6, 4, 2]);
  await expect(take(csv)).rejects.toMatchObject({ code: "Invalid", field: "csv" });
  expect(await books.db.token.count()).toBe(0);
  expect(await take(csv, true)).toEqual({ created: 2, changed: 0, leftOut: 4 });
});

test("what is taken over is what was seen: an import is refused when the books have changed since", async () => {
  const csv = "uid\nX\nY";
  const { planHash } = await preview(csv);
  await createToken(books.as("operator"), { uid: "x" });
  await expect(importTokens(books.as("operator"), { csv, planHash })).rejects.toMatchObject({ code: "Conflict" });
  await expect(importTokens(books.as("operator"), { csv: `${csv}\nZ`, planHash })).rejects.toMatchObject({
    code: "Conflict",
  });
  expect(await books.db.token.count()).toBe(1);
});

test("what is no list of cards is refused as a whole", async () => {
  await expect(preview("name,label\nA,B")).rejects.toMatchObject({ code: "Invalid", field: "csv" });
  await expect(preview("uid,card\nA,B")).rejects.toThrow(/Two columns/);
  await expect(preview("PK\u0003\u0004\u0000binary")).rejects.toMatchObject({ code: "Invalid" });
  const long = `uid\n${Array.from({ length: 20_002 }, (_, index) => `c${index}`).join("\n")}`;
  await expect(preview(long)).rejects.toThrow(/20000 cards at most/);
  await expect(previewTokenImport(books.as("viewer"), { csv: "uid\nA" })).rejects.toMatchObject({ code: "Forbidden" });
});

test("twenty thousand cards are taken over, and changed, in one go", async () => {
  const list = (label: string) =>
    `uid,label,group\n${Array.from({ length: 20_000 }, (_, index) => `card${index},${label},g${index % 20}`).join("\n")}`;
  expect(await take(list("one"))).toEqual({ created: 20_000, changed: 0, leftOut: 0 });
  expect(await take(list("two"))).toEqual({ created: 0, changed: 20_000, leftOut: 0 });
  expect(await books.db.token.count({ where: { label: "two" } })).toBe(20_000);
}, 60_000);
