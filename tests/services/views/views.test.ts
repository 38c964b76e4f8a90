import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { countViews } from "@/lib/services/views/count-views";
import { createView } from "@/lib/services/views/create-view";
import { deleteView } from "@/lib/services/views/delete-view";
import { listViews } from "@/lib/services/views/list-views";
import { updateView } from "@/lib/services/views/update-view";
import { aGateway, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());
afterEach(async () => void (await books.db.savedView.deleteMany()));

const namesOf = async (id: string): Promise<readonly string[]> =>
  (await listViews(books.as("viewer", { id }), "Chargers")).map(({ name }) => name);

test("a view is kept with all that its list shows, and is its owner's alone", async () => {
  const ctx = books.as("viewer", { id: "anne" });
  const wanted = {
    list: "Chargers" as const,
    name: "  DC Nairobi ",
    filter: 'site:"Nairobi West" -tag:test',
    sort: "-lastSeen",
    columns: ["identity", "fw"],
    density: "compact" as const,
  };
  const made = await createView(ctx, wanted);
  expect(made).toMatchObject({
    ...wanted,
    name: "DC Nairobi",
    isShared: false,
    isPinned: true,
    mayChange: true,
    rev: 0,
  });
  expect(await listViews(ctx, "Chargers")).toEqual([made]);
  expect(await listViews(ctx, "Sessions")).toEqual([]);
  expect(await namesOf("ben")).toEqual([]);
  expect(await audited(books.db, `view:${made.id}`)).toEqual(["CreateView"]);
});

test("pinned ones come first, then by name", async () => {
  const ctx = books.as("viewer", { id: "anne" });
  for (const [name, isPinned] of [
    ["b", true],
    ["a", false],
    ["c", true],
  ] as const) {
    await createView(ctx, { list: "Chargers", name, filter: "", isPinned });
  }
  expect(await namesOf("anne")).toEqual(["b", "c", "a"]);
});

test("a name is there once for each person and list", async () => {
  const wanted = { list: "Chargers", name: "Mine", filter: "" } as const;
  await createView(books.as("viewer", { id: "anne" }), wanted);
  await expect(createView(books.as("viewer", { id: "anne" }), wanted)).rejects.toMatchObject({
    code: "Conflict",
    field: "name",
  });
  await createView(books.as("viewer", { id: "ben" }), wanted);
  await createView(books.as("viewer", { id: "anne" }), { ...wanted, list: "Sessions" });
  const other = await createView(books.as("viewer", { id: "anne" }), { ...wanted, name: "Other" });
  await expect(updateView(books.as("viewer", { id: "anne" }), other.id, { name: "Mine" })).rejects.toMatchObject({
    code: "Conflict",
  });
});

test("only an administrator shares, and may change what is shared; everybody sees it", async () => {
  const wanted = { list: "Chargers", name: "For all", filter: "status:fault", isShared: true } as const;
  await expect(createView(books.as("approver"), wanted)).rejects.toMatchObject({ code: "Forbidden" });
  const own = await createView(books.as("approver", { id: "anne" }), { ...wanted, isShared: false });
  await expect(updateView(books.as("approver", { id: "anne" }), own.id, { isShared: true })).rejects.toMatchObject({
    code: "Forbidden",
  });
  const shared = await createView(books.as("admin", { id: "root" }), wanted);
  expect(await listViews(books.as("viewer", { id: "ben" }), "Chargers")).toMatchObject([
    { name: "For all", owner: "An admin", mayChange: false },
  ]);
  await expect(updateView(books.as("engineer"), shared.id, { name: "X" })).rejects.toMatchObject({ code: "Forbidden" });
  await expect(deleteView(books.as("engineer"), shared.id)).rejects.toMatchObject({ code: "Forbidden" });
  expect(await updateView(books.as("admin", { id: "other" }), shared.id, { name: "Y" })).toMatchObject({
    name: "Y",
    filter: "status:fault",
    rev: 1,
  });
});

test("what is another's own is not there, not even for an administrator", async () => {
  const { id } = await createView(books.as("viewer", { id: "anne" }), { list: "Chargers", name: "Mine", filter: "" });
  for (const unseen of [id, randomUUID(), "no id"]) {
    const ctx = books.as("admin", { id: "ben" });
    await expect(updateView(ctx, unseen, { name: "X" })).rejects.toMatchObject({ code: "NotFound" });
    await expect(deleteView(ctx, unseen)).rejects.toMatchObject({ code: "NotFound" });
  }
});

test("a view is forgotten, and the audit has who did it", async () => {
  const ctx = books.as("viewer", { id: "anne" });
  const { id } = await createView(ctx, { list: "Sessions", name: "Mine", filter: "" });
  await deleteView(ctx, id);
  expect(await listViews(ctx, "Sessions")).toEqual([]);
  expect(await audited(books.db, `view:${id}`)).toEqual(["CreateView", "DeleteView"]);
});

test("there is an end to how many one person keeps", async () => {
  const at = { ownerId: "anne", owner: "Anne", list: "Chargers", filter: "", isShared: false, isPinned: false };
  await books.db.savedView.createMany({
    data: Array.from({ length: 100 }, (_, n) => ({ ...at, id: randomUUID(), name: `View ${n}` })),
  });
  await expect(
    createView(books.as("viewer", { id: "anne" }), { list: "Chargers", name: "One more", filter: "" }),
  ).rejects.toMatchObject({ code: "LimitReached" });
});

test("the tabs of chargers are counted: everybody's, and the pinned ones", async () => {
  await aStation(books.db, { ...connected, identity: "UP-1", tags: ["fast"] });
  await aStation(books.db, { ...connected, identity: "UP-2" });
  await aStation(books.db, { identity: "DOWN-1", disconnectedAt: T0, tags: ["fast"] });
  await aStation(books.db, { identity: "NEVER-1" });
  const ctx = books.as("viewer", { id: "anne" });
  const fast = await createView(ctx, { list: "Chargers", name: "Fast", filter: "tag:fast" });
  const fastDown = await createView(ctx, { list: "Chargers", name: "Down", filter: "tag:fast status:offline" });
  const hidden = await createView(ctx, { list: "Chargers", name: "Hidden", filter: "", isPinned: false });
  const counts = await countViews(ctx, "Chargers");
  const of = (id: string) => counts[id]?.count;
  expect([of("all"), of("offline"), of("never"), of("faulted"), of(fast.id), of(fastDown.id)]).toEqual([
    4, 1, 1, 0, 2, 1,
  ]);
  expect(counts).not.toHaveProperty(hidden.id);
});

test("the tabs of sessions are counted", async () => {
  const { id: stationId } = await aStation(books.db, { identity: "S-1" });
  const at = { stationId, evse: 1, startedAt: T0, startReceivedAt: T0 };
  await books.db.chargingSession.createMany({
    data: [
      { ...at, startKey: "a", phase: "Active" },
      { ...at, startKey: "b", phase: "Ended", endedAt: T0, energyWh: 25_000 },
      { ...at, startKey: "c", phase: "Ended", endedAt: T0, energyWh: 5_000 },
    ],
  });
  const ctx = books.as("viewer", { id: "anne" });
  const much = await createView(ctx, { list: "Sessions", name: "Much", filter: "energy:>20" });
  expect(await countViews(ctx, "Sessions")).toMatchObject({
    live: { count: 1, isCapped: false },
    ended: { count: 2 },
    [much.id]: { count: 1 },
  });
});
