import { afterAll, beforeAll, expect, test } from "vitest";
import { exportStations } from "@/lib/services/stations/export-stations";
import { aGateway, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
  const { id: siteId } = await books.db.site.create({ data: { name: "West, gate 2", timeZone: "Africa/Nairobi" } });
  await aStation(books.db, { ...connected, identity: "A-1", siteId, tags: ["x", "y"], lastSeenAt: T0, vendor: "ACME" });
  await aStation(books.db, { identity: "A-2", name: "=1+1", isBlocked: true, tags: ["y"] });
  await aStation(books.db, { identity: "B-1" });
});
afterAll(async () => books.close());

async function textOf({ chunks }: { readonly chunks: AsyncIterable<string> }): Promise<string> {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
}

test("the file has the chargers of the filter in the order of the list, and instants on two clocks", async () => {
  const made = await exportStations(books.as("viewer"), {
    filter: "tag:y",
    sort: "-identity",
    timeZone: "Africa/Nairobi",
  });
  expect(made).toMatchObject({ fileName: "chargers-2026-11-22T100000.csv", contentType: "text/csv; charset=utf-8" });
  expect((await textOf(made)).split("\r\n")).toEqual([
    "\uFEFFidentity,name,status,connectors,site,tags,vendor,model,fw,proto,lastSeen,lastSeen (Africa/Nairobi),blocked",
    "A-2,'=1+1,NeverConnected,0,,y,,,,,,,yes",
    'A-1,,Available,0,"West, gate 2",x y,ACME,,,ocpp1.6,2026-11-22T10:00:00.000Z,2026-11-22 13:00:00,no',
    "",
  ]);
  expect(await audited(books.db, "stations")).toEqual(["ExportChargers"]);
});

test("only the columns asked for, in their order; unknown ones are left out", async () => {
  const made = await exportStations(books.as("viewer"), { columns: "site,nothing,identity" });
  expect(await textOf(made)).toBe('\uFEFFsite,identity\r\n"West, gate 2",A-1\r\n,A-2\r\n,B-1\r\n');
});

test("a file that ends before the list says so", async () => {
  const made = await exportStations(books.as("viewer"), { columns: "identity" }, 2);
  expect(await textOf(made)).toBe(
    "\uFEFFidentity\r\nA-1\r\nA-2\r\nThe limit of 2 rows is reached; more of them are not in this file.\r\n",
  );
  expect(await textOf(await exportStations(books.as("viewer"), { columns: "identity" }, 3))).not.toContain("limit");
});

test("more than one reading's worth comes whole, each once", async () => {
  const many = Array.from({ length: 450 }, (_, n) => `MANY-${String(n).padStart(3, "0")}`);
  await books.db.station.createMany({
    data: many.map((identity) => ({ identity, identityKey: identity.toLowerCase(), securityProfile: 0 })),
  });
  const made = await exportStations(books.as("viewer"), { filter: "charger:many-*", columns: "identity" });
  expect((await textOf(made)).trimEnd().split("\r\n").slice(1)).toEqual(many);
});

test("an order or a zone that is not there is refused before the first byte", async () => {
  await expect(exportStations(books.as("viewer"), { sort: "colour" })).rejects.toMatchObject({ code: "Invalid" });
  await expect(exportStations(books.as("viewer"), { timeZone: "Mars/Base" })).rejects.toMatchObject({
    code: "Invalid",
  });
});
