import { afterAll, beforeAll, expect, test } from "vitest";
import { createSite } from "@/lib/services/sites/create-site";
import { listSites } from "@/lib/services/sites/list-sites";
import { aStation, type Books, openBooks } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

test("sites are listed by name with how many chargers stand there", async () => {
  const yard = await createSite(books.as("engineer"), { name: "Yard", timeZone: "Africa/Nairobi" });
  await createSite(books.as("engineer"), { name: "Depot" });
  await aStation(books.db, { siteId: yard.id });
  expect(await listSites(books.as("viewer"))).toMatchObject([
    { name: "Depot", timeZone: "UTC", stationCount: 0 },
    { name: "Yard", timeZone: "Africa/Nairobi", stationCount: 1 },
  ]);
});

test("a second site of a name and a time zone nobody keeps are refused", async () => {
  await createSite(books.as("engineer"), { name: "Once" });
  await expect(createSite(books.as("engineer"), { name: "Once" })).rejects.toMatchObject({
    code: "Conflict",
    field: "name",
  });
  await expect(createSite(books.as("engineer"), { name: "Else", timeZone: "Mars/Olympus" })).rejects.toMatchObject({
    code: "Invalid",
    field: "timeZone",
  });
});
