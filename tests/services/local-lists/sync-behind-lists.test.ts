import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { StationLocalList } from "@/lib/db/generated/client";
import { heldAfter, wantedEntries } from "@/lib/domain/local-list-sync";
import { digestOfWanted, storedEntries } from "@/lib/services/local-lists/held-entries";
import { syncBehindLists } from "@/lib/services/local-lists/sync-behind-lists";
import { syncLocalList } from "@/lib/services/local-lists/sync-local-list";
import { aGateway, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());
beforeEach(async () => {
  await books.db.station.deleteMany();
  await books.db.site.deleteMany();
  await books.db.token.deleteMany();
  await books.db.token.create({ data: { uid: "A", uidKey: "a", updatedAt: minutesBefore(60) } });
});

const minutesBefore = (minutes: number): Date => new Date(T0.getTime() - minutes * 60_000);
const begin = (): Promise<number> => syncBehindLists(books.as("admin"));

const LISTED = wantedEntries(
  [{ uid: "A", type: "ISO14443", status: "Accepted", groupId: null, validFrom: null, expiresAt: null, group: null }],
  T0,
);
/** What is stored of a list that was sent and read back. */
const IN_SYNC = {
  state: "InSync",
  versionKnown: 3,
  versionSent: 3,
  entries: storedEntries(heldAfter(new Map(), "Full", LISTED)),
  entriesVersion: 3,
  digest: digestOfWanted(LISTED),
  triedAt: minutesBefore(5),
} as const;

let sites = 0;
async function aStationOfASite(
  list: Partial<Omit<StationLocalList, "entries">> & { readonly entries?: object } = {},
  { isByItself = true, bootedAt = null }: { readonly isByItself?: boolean; readonly bootedAt?: Date | null } = {},
): Promise<string> {
  const site = await books.db.site.create({ data: { name: `Site ${(sites += 1)}`, sendsCardLists: isByItself } });
  const station = await aStation(books.db, {
    ...connected,
    siteId: site.id,
    registeredStatus: "Accepted",
    bootedAt,
  });
  await books.db.stationLocalList.create({ data: { stationId: station.id, ...list } });
  return station.identity;
}

test.each([
  ["whose list was never sent", {}, {}, 1],
  ["that has our cards as they are", IN_SYNC, {}, 0],
  ["that has other cards than ours", { ...IN_SYNC, digest: "another", triedAt: minutesBefore(90) }, {}, 1],
  ["that was sent our cards before they were changed back", { ...IN_SYNC, triedAt: minutesBefore(90) }, {}, 0],
  ["that told another version than it took", { ...IN_SYNC, versionKnown: 9, triedAt: minutesBefore(11) }, {}, 1],
  ["that restarted since it was asked", IN_SYNC, { bootedAt: minutesBefore(1) }, 1],
  ["that refused a moment ago", { state: "Failed", triedAt: minutesBefore(9) }, {}, 0],
  ["that refused a while ago", { state: "Failed", triedAt: minutesBefore(11) }, {}, 1],
  ["that keeps no list", { state: "Unsupported", triedAt: minutesBefore(600) }, {}, 0],
  ["that kept no list before it restarted", { state: "Unsupported", triedAt: minutesBefore(9) }, { bootedAt: T0 }, 1],
  ["of a site that does not want it", {}, { isByItself: false }, 0],
])("a station %s is sent its list by itself or left alone", async (_, list, options, begun) => {
  const identity = await aStationOfASite(list, options);
  expect(await begin()).toBe(begun);
  expect(await audited(books.db, `station:${identity}`)).toEqual(begun === 1 ? ["SyncLocalList"] : []);
});

test("cards that were changed or whose time came since a list was sent make it due, and nothing else is compared", async () => {
  const triedAt = minutesBefore(30);
  await aStationOfASite({ ...IN_SYNC, triedAt, digest: "another" });
  expect(await begin()).toBe(0);
  await books.db.token.update({ where: { uidKey: "a" }, data: { updatedAt: minutesBefore(29) } });
  expect(await begin()).toBe(1);
  await books.db.command.deleteMany();
  await books.db.stationLocalList.updateMany({ data: { stepId: null, triedAt } });
  await books.db.token.update({ where: { uidKey: "a" }, data: { updatedAt: minutesBefore(60) } });
  expect(await begin()).toBe(0);
  await books.db.tokenGroup.create({ data: { uid: "G", uidKey: "g", updatedAt: minutesBefore(60) } });
  await books.db.tokenGroup.update({ where: { uidKey: "g" }, data: { expiresAt: T0, updatedAt: minutesBefore(60) } });
  expect(await begin()).toBe(1);
  await books.db.tokenGroup.deleteMany();
});

test("of a site one station at a time is sent its list, of different sites all at once", async () => {
  const [one, other] = [await aStationOfASite(), await aStationOfASite()];
  const { siteId } = await books.db.station.findUniqueOrThrow({ where: { identity: one } });
  await aStation(books.db, { ...connected, siteId, registeredStatus: "Accepted" });
  expect(await begin()).toBe(2);
  expect(await begin()).toBe(0);
  await books.db.command.updateMany({ where: { station: { identity: other } }, data: { state: "NoAnswer" } });
  expect(await begin()).toBe(0);
  await books.db.command.updateMany({ where: { station: { identity: one } }, data: { state: "NoAnswer" } });
  expect(await begin()).toBe(1);
});

test("a list is sent by those who may command, to stations that are here and not blocked", async () => {
  const { identity } = await aStation(books.db, connected);
  await expect(syncLocalList(books.as("viewer"), identity)).rejects.toMatchObject({ code: "Forbidden" });
  const away = await aStation(books.db);
  await expect(syncLocalList(books.as("operator"), away.identity)).rejects.toMatchObject({ code: "Conflict" });
  const blocked = await aStation(books.db, { ...connected, isBlocked: true });
  await expect(syncLocalList(books.as("operator"), blocked.identity)).rejects.toMatchObject({ code: "Conflict" });
  expect(await syncLocalList(books.as("operator"), identity)).toMatchObject({ step: { state: "Pending" } });
  expect(await books.db.command.count()).toBe(1);
});
