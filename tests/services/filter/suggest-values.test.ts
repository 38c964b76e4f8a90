import { afterAll, beforeAll, expect, test } from "vitest";
import { countWithoutTerms } from "@/lib/services/filter/count-without-terms";
import { suggestValues } from "@/lib/services/filter/suggest-values";
import { listStations } from "@/lib/services/stations/list-stations";
import { aStation, type Books, openBooks } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  const { id: siteId } = await books.db.site.create({ data: { name: "Nairobi West", timeZone: "Africa/Nairobi" } });
  await books.db.site.create({ data: { name: "West Gate", timeZone: "Africa/Nairobi" } });
  await aStation(books.db, { identity: "A-1", siteId, tags: ["dc", "test"], vendor: "ACME", firmwareVersion: "2.4" });
  await aStation(books.db, { identity: "A-2", siteId, tags: ["dc"], vendor: "ACME" });
  await aStation(books.db, { identity: "B-1", tags: ["50%_off"], vendor: "Other", removedAt: new Date() });
  await books.db.token.create({ data: { uid: "04FFEE", uidKey: "04ffee" } });
});
afterAll(async () => books.close());

const suggest = (list: "Chargers" | "Sessions", field: string, typed = "") =>
  suggestValues(books.as("viewer"), { list, field, typed });

test("values come with how many have them: what begins as it was typed first, then the most frequent", async () => {
  expect(await suggest("Chargers", "site", "west")).toEqual([
    { value: "West Gate", count: 0 },
    { value: "Nairobi West", count: 2 },
  ]);
  expect(await suggest("Chargers", "tag")).toEqual([
    { value: "dc", count: 2 },
    { value: "test", count: 1 },
  ]);
  expect(await suggest("Chargers", "vendor", "ac")).toEqual([{ value: "ACME", count: 2 }]);
  expect(await suggest("Chargers", "charger", "-")).toEqual([
    { value: "A-1", count: null },
    { value: "A-2", count: null },
  ]);
});

test("of what is removed, of a field without a list, and of signs that mean something to a database: nothing", async () => {
  expect(await suggest("Chargers", "vendor", "other")).toEqual([]);
  expect(await suggest("Chargers", "seen")).toEqual([]);
  expect(await suggest("Sessions", "energy")).toEqual([]);
  expect(await suggest("Chargers", "tag", "%")).toEqual([]);
  expect(await suggest("Sessions", "token", "ff")).toEqual([{ value: "04FFEE", count: null }]);
});

test("for an empty list: how many there were without each part of the filter", async () => {
  const ctx = books.as("viewer");
  expect(await countWithoutTerms(ctx, "Chargers", "tag:dc site:Nowhere")).toMatchObject([{ count: 0 }, { count: 2 }]);
  expect(await countWithoutTerms(ctx, "Sessions", "state:live")).toMatchObject([{ count: 0 }]);
  expect(await countWithoutTerms(ctx, "Chargers", "a b c d e f g")).toEqual([]);
});

test("rows are read again by their keys, as a list or as an address has them", async () => {
  const all = await listStations(books.as("viewer"));
  const [first, second] = all.items.map(({ id }) => id);
  const names = async (ids: number[] | string) =>
    (await listStations(books.as("viewer"), { ids })).items.map(({ identity }) => identity);
  expect(await names([second ?? 0])).toEqual(["A-2"]);
  expect(await names(`${first},${second}`)).toEqual(["A-1", "A-2"]);
  await expect(names("1;2")).rejects.toMatchObject({ code: "Invalid" });
});
