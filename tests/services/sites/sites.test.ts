import { afterAll, beforeAll, expect, test } from "vitest";
import { createSite } from "@/lib/services/sites/create-site";
import { listSites } from "@/lib/services/sites/list-sites";
import { updateSite } from "@/lib/services/sites/update-site";
import { announced, aStation, audited, type Books, openBooks, T0 } from "../books";

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

test("a site keeps where it is, what its supply gives and whom to call; null empties", async () => {
  const told = {
    latitude: -1.2676,
    longitude: 36.8108,
    capacityKw: 250.5,
    contactName: "Wanjiru",
    contactPhone: "+254 20 123456",
    contactEmail: "desk@example.org",
  };
  const site = await createSite(books.as("engineer"), { name: "Mall", ...told });
  expect(site).toMatchObject(told);
  expect(await updateSite(books.as("engineer"), site.id, { latitude: 0 })).toMatchObject({ ...told, latitude: 0 });
  const emptied = Object.fromEntries(Object.keys(told).map((field) => [field, null]));
  expect(await updateSite(books.as("engineer"), site.id, emptied)).toMatchObject(emptied);
});

test.each([
  ["latitude", { latitude: 90.1, longitude: 0 }],
  ["longitude", { latitude: 0, longitude: -181 }],
  ["longitude", { latitude: 1 }],
  ["latitude", { longitude: 1, latitude: null }],
  ["latitude", { latitude: Number.NaN, longitude: 0 }],
  ["capacityKw", { capacityKw: 0 }],
  ["capacityKw", { capacityKw: 1e9 }],
  ["contactPhone", { contactPhone: "call me" }],
  ["contactEmail", { contactEmail: "desk" }],
])("a site is not taken with a wrong %s: %o", async (field, wrong) => {
  const refused = { code: "Invalid", field };
  await expect(createSite(books.as("engineer"), { name: "Wrong", ...wrong })).rejects.toMatchObject(refused);
  const { id } = await createSite(books.as("engineer"), { name: `Right ${crypto.randomUUID()}` });
  await expect(updateSite(books.as("engineer"), id, wrong)).rejects.toMatchObject(refused);
});

test("half of a place is not taken away", async () => {
  const { id } = await createSite(books.as("engineer"), { name: "Whole", latitude: 1, longitude: 2 });
  await expect(updateSite(books.as("engineer"), id, { longitude: null })).rejects.toMatchObject({ field: "longitude" });
});

test("a site that is added or changed is announced and audited; a refused change is neither", async () => {
  const { id } = await createSite(books.as("engineer"), { name: "Told" });
  await updateSite(books.as("engineer"), id, { capacityKw: 50 });
  await expect(updateSite(books.as("engineer"), id, { latitude: 1 })).rejects.toMatchObject({ code: "Invalid" });
  await expect(updateSite(books.as("operator"), id, { capacityKw: 1 })).rejects.toMatchObject({ code: "Forbidden" });
  const told = (await announced(books.db)).filter((event) => "siteId" in event && event.siteId === id);
  expect(told).toEqual([
    { type: "SiteChanged", siteId: id },
    { type: "SiteChanged", siteId: id },
  ]);
  expect(await audited(books.db, `site:${id}`)).toEqual(["CreateSite", "UpdateSite"]);
});

test("a charger that was removed no longer counts after a change either", async () => {
  const { id } = await createSite(books.as("engineer"), { name: "Emptied" });
  await aStation(books.db, { siteId: id, removedAt: T0 });
  expect(await updateSite(books.as("engineer"), id, { address: "Gate 2" })).toMatchObject({ stationCount: 0 });
});
