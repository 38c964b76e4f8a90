import { afterAll, beforeAll, expect, test } from "vitest";
import { search } from "@/lib/services/search/search";
import { aStation, type Books, openBooks, T0 } from "../books";
import { aCampaign, aTarget } from "../rollout/books-of-campaigns";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

const found = async (q: string) => {
  const { items } = await search(books.as("viewer"), { q });
  return items.map(({ kind, title, detail }) => [kind, title, detail]);
};

test("a charger is found by identity, name and serial number in any case; what begins so comes first", async () => {
  const { db } = books;
  const site = await db.site.create({ data: { name: "Westlands", address: "Ring Road 1" } });
  await aStation(db, { identity: "NBO-CP-1", name: "Gate", serialNumber: "SN77" });
  await aStation(db, { identity: "CP-1", siteId: site.id });
  await aStation(db, { identity: "CP-12", removedAt: T0 });
  expect(await found("cp-1")).toEqual([
    ["Charger", "CP-1", "Westlands"],
    ["Charger", "NBO-CP-1", "Gate · SN77"],
  ]);
  expect(await found("sn77")).toEqual([["Charger", "NBO-CP-1", "Gate · SN77"]]);
  expect(await found("GATE")).toEqual([["Charger", "NBO-CP-1", "Gate · SN77"]]);
  expect(await found("westl")).toEqual([["Site", "Westlands", "Ring Road 1"]]);
});

test("a session is found by its number and by the station's transaction id", async () => {
  const station = await aStation(books.db, { identity: "SESS" });
  const { id } = await books.db.chargingSession.create({
    data: {
      stationId: station.id,
      evse: 1,
      transactionId: "tx-9",
      startedAt: T0,
      startReceivedAt: T0,
      startKey: "k",
      phase: "Active",
    },
  });
  expect(await found("tx-9")).toEqual([["Session", String(id), "SESS · tx-9"]]);
  expect((await found(String(id))).filter(([kind]) => kind === "Session")).toEqual([
    ["Session", String(id), "SESS · tx-9"],
  ]);
  expect((await found("99999999999")).filter(([kind]) => kind === "Session")).toEqual([]);
});

test("cards and campaigns are found; signs of patterns are only signs", async () => {
  await books.db.token.create({ data: { uid: "04AA_B", uidKey: "04aa_b", label: "Asha 100%" } });
  await aCampaign(books.db, { stations: [[await aTarget(books.db)]] });
  expect(await found("aa_b")).toEqual([["Card", "04AA_B", "Asha 100%"]]);
  expect(await found("100%")).toEqual([["Card", "04AA_B", "Asha 100%"]]);
  expect(await found("04_a")).toEqual([]);
  expect(await found("test")).toEqual([["Campaign", "Test", "Kituo 2.0.0"]]);
});

test("nothing, and too much, is not searched for", async () => {
  await expect(search(books.as("viewer"), { q: "  " })).rejects.toMatchObject({ code: "Invalid" });
  await expect(search(books.as("viewer"), { q: "x".repeat(101) })).rejects.toMatchObject({ code: "Invalid" });
});
