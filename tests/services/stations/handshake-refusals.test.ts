import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blockRefusal } from "@/lib/services/stations/block-refusal";
import { dismissRefusal } from "@/lib/services/stations/dismiss-refusal";
import { isBlockedIdentity } from "@/lib/services/stations/is-blocked-identity";
import { listHandshakeRefusals } from "@/lib/services/stations/list-handshake-refusals";
import { listRefusals } from "@/lib/services/stations/list-refusals";
import { REFUSAL_GROUPS_MAX, type Refusal, recordRefusals } from "@/lib/services/stations/record-refusal";
import { aGateway, announced, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

const minutes = (count: number): Date => new Date(T0.getTime() + count * 60_000);

const aRefusal = (told: Partial<Refusal> & { readonly identity: string }): Refusal => ({
  reason: "UnknownIdentity",
  remoteAddress: "41.90.1.2",
  offeredProtocols: null,
  detail: null,
  count: 1,
  at: T0,
  ...told,
});

const record = (...named: readonly Refusal[]) => recordRefusals(books.as("admin"), { named, nameless: [] });

const listed = async (identity: string) => (await listHandshakeRefusals(books.as("viewer"), { identity })).items;

describe("groups", () => {
  test("count on while the station stays outside, and begin anew once it has come in", async () => {
    const { id } = await aStation(books.db, { identity: "ANEW" });
    await record(aRefusal({ identity: "ANEW", reason: "WrongPassword", count: 3 }));
    await record(aRefusal({ identity: "ANEW", reason: "WrongPassword", at: minutes(1) }));
    expect(await listed("ANEW")).toMatchObject([
      { state: "Open", count: 4, since: T0.toISOString(), lastAt: minutes(1).toISOString(), total: 4 },
    ]);
    await books.db.station.update({ where: { id }, data: { connectedAt: minutes(2) } });
    expect(await listed("ANEW")).toMatchObject([{ state: "Solved", count: 4 }]);
    await record(aRefusal({ identity: "ANEW", reason: "WrongPassword", at: minutes(3) }));
    expect(await listed("ANEW")).toMatchObject([
      { state: "Open", count: 1, since: minutes(3).toISOString(), total: 5 },
    ]);
  });

  test("that were dismissed are quiet until the station has come in and is refused again", async () => {
    const { id } = await aStation(books.db, { identity: "QUIET" });
    const wrong = { identity: "QUIET", reason: "WrongPassword" } as const;
    await record(aRefusal(wrong));
    const [before] = await listed("QUIET");
    await dismissRefusal(books.as("engineer"), { id: before?.id ?? 0 });
    const toldBefore = (await announced(books.db)).length;
    await record(aRefusal({ ...wrong, at: minutes(1) }));
    expect(await listed("QUIET")).toMatchObject([{ state: "Dismissed", count: 2 }]);
    expect(await announced(books.db)).toHaveLength(toldBefore);
    await books.db.station.update({ where: { id }, data: { connectedAt: minutes(2) } });
    await record(aRefusal({ ...wrong, at: minutes(3) }));
    expect(await listed("QUIET")).toMatchObject([{ state: "Open", count: 1 }]);
  });

  test("without an identity are kept by address, open for a day, and told to the console", async () => {
    const nameless = { source: "10.9.9.9", reason: "TlsTooOld", detail: "ERR_SSL", count: 2, at: T0 } as const;
    await aStation(books.db, { identity: "NEIGHBOUR", remoteAddress: "10.9.9.9" });
    await recordRefusals(books.as("admin"), { named: [], nameless: [nameless] });
    await recordRefusals(books.as("admin"), { named: [], nameless: [{ ...nameless, at: minutes(1) }] });
    const { items } = await listHandshakeRefusals(books.as("viewer"), { state: "Open" });
    expect(items.find(({ remoteAddress }) => remoteAddress === "10.9.9.9")).toMatchObject({
      identity: null,
      reason: "TlsTooOld",
      count: 4,
      detail: "ERR_SSL",
      neighbours: ["NEIGHBOUR"],
    });
    expect(await announced(books.db)).toContainEqual(
      expect.objectContaining({ type: "HandshakeBroken", remoteAddress: "10.9.9.9", reason: "TlsTooOld", count: 4 }),
    );
    const later = books.as("viewer", { now: minutes(25 * 60) });
    const solved = await listHandshakeRefusals(later, { state: "Solved" });
    expect(solved.items.map(({ remoteAddress }) => remoteAddress)).toContain("10.9.9.9");
    await recordRefusals(books.as("admin"), { named: [], nameless: [{ ...nameless, at: minutes(26 * 60) }] });
    const row = await books.db.handshakeRefusal.findUniqueOrThrow({
      where: { source_reason: { source: "10.9.9.9", reason: "TlsTooOld" } },
    });
    expect(row).toMatchObject({ episodeCount: 2, count: 6 });
  });

  test("come page by page, the newest first, counted by who they are about", async () => {
    for (const [index, reason] of (["WrongPassword", "NoSubprotocol", "WrongUserName"] as const).entries()) {
      await record(aRefusal({ identity: "PAGED", reason, at: minutes(index) }));
    }
    const first = await listHandshakeRefusals(books.as("viewer"), { identity: "PAGED", limit: 2 });
    expect(first.items.map(({ reason }) => reason)).toEqual(["WrongUserName", "NoSubprotocol"]);
    expect(first.counts).toEqual({ Open: 1, Solved: 0, Dismissed: 0, Blocked: 0 });
    const cursor = first.nextCursor ?? "";
    const second = await listHandshakeRefusals(books.as("viewer"), { identity: "PAGED", limit: 2, cursor });
    expect(second.items.map(({ reason }) => reason)).toEqual(["WrongPassword"]);
    expect(second.nextCursor).toBeNull();
  });
});

test("of an unknown identity the known one is named that was meant, unless that is connected", async () => {
  await aStation(books.db, { identity: "CP-0117" });
  await aStation(books.db, { identity: "CP-0300", ...connected });
  await record(...["CP-117", "cp-0117", "CP-0301", "ZZZ"].map((identity) => aRefusal({ identity })));
  const meant = async (identity: string) => (await listed(identity))[0]?.lookAlike;
  expect(await meant("CP-117")).toEqual({ identity: "CP-0117", difference: "Writing" });
  expect(await meant("cp-0117")).toEqual({ identity: "CP-0117", difference: "Case" });
  expect(await meant("CP-0301")).toBeNull();
  expect(await meant("ZZZ")).toBeNull();
});

describe("blocking", () => {
  test("an unknown identity takes it out of the inbox for good, and can be taken back", async () => {
    await record(aRefusal({ identity: "NOISY" }));
    const [refusal] = await listed("NOISY");
    const decision = { id: refusal?.id ?? 0, blocked: true };
    await expect(blockRefusal(books.as("operator"), decision)).rejects.toMatchObject({ code: "Forbidden" });
    await blockRefusal(books.as("engineer"), decision);
    await blockRefusal(books.as("engineer"), decision);
    expect(await isBlockedIdentity(books.as("admin"), "NOISY")).toBe(true);
    const told = (await announced(books.db)).length;
    await record(aRefusal({ identity: "NOISY", at: minutes(1) }));
    expect(await announced(books.db)).toHaveLength(told);
    expect((await listRefusals(books.as("viewer"))).map(({ identity }) => identity)).not.toContain("NOISY");
    expect(await listed("NOISY")).toMatchObject([{ state: "Blocked", total: 2 }]);
    await blockRefusal(books.as("engineer"), { ...decision, blocked: false });
    expect(await isBlockedIdentity(books.as("admin"), "NOISY")).toBe(false);
    expect(await listed("NOISY")).toMatchObject([{ state: "Open" }]);
    expect(await audited(books.db, "station:NOISY")).toEqual(["BlockIdentity", "UnblockIdentity"]);
  });

  test("a known station blocks the station", async () => {
    await aStation(books.db, { identity: "ROGUE" });
    await record(aRefusal({ identity: "ROGUE", reason: "WrongPassword" }));
    const [refusal] = await listed("ROGUE");
    await blockRefusal(books.as("engineer"), { id: refusal?.id ?? 0, blocked: true });
    expect(await books.db.station.findUnique({ where: { identity: "ROGUE" } })).toMatchObject({ isBlocked: true });
    await record(aRefusal({ identity: "ROGUE", reason: "Blocked", at: minutes(1) }));
    expect((await listed("ROGUE"))[0]).toMatchObject({ reason: "Blocked", state: "Blocked" });
  });

  test("an address alone is refused with a reason, and what is gone is not found", async () => {
    const nameless = { source: "10.1.1.1", reason: "NotHttp", detail: null, count: 1, at: T0 } as const;
    await recordRefusals(books.as("admin"), { named: [], nameless: [nameless] });
    const { id } = await books.db.handshakeRefusal.findUniqueOrThrow({
      where: { source_reason: { source: "10.1.1.1", reason: "NotHttp" } },
    });
    await expect(blockRefusal(books.as("admin"), { id, blocked: true })).rejects.toMatchObject({ code: "Invalid" });
    await dismissRefusal(books.as("admin"), { id });
    expect(await audited(books.db, "address:10.1.1.1")).toEqual(["DismissRefusal"]);
    await expect(blockRefusal(books.as("admin"), { id: 999_999, blocked: true })).rejects.toMatchObject({
      code: "NotFound",
    });
  });
});

describe("a flood", () => {
  test("of made-up identities leaves the newest ones and what was decided on, and known stations lose nothing", async () => {
    await aStation(books.db, { identity: "HONEST" });
    await record(aRefusal({ identity: "HONEST", reason: "WrongPassword" }), aRefusal({ identity: "DECIDED" }));
    const [decided] = await listed("DECIDED");
    await blockRefusal(books.as("admin"), { id: decided?.id ?? 0, blocked: true });
    const told = (await announced(books.db)).length;
    const batches = Math.ceil(REFUSAL_GROUPS_MAX.unknown / 4_000) + 1;
    for (let batch = 0; batch < batches; batch += 1) {
      const made = Array.from({ length: 4_000 }, (_, index) =>
        aRefusal({ identity: `FLOOD-${batch}-${index}`, at: minutes(10 + batch) }),
      );
      await record(...made);
    }
    const open = { reason: "UnknownIdentity", dismissedAt: null, blockedAt: null };
    expect(await books.db.handshakeRefusal.count({ where: open })).toBe(REFUSAL_GROUPS_MAX.unknown);
    expect(await listed(`FLOOD-${batches - 1}-3999`)).toHaveLength(1);
    expect(await listed("FLOOD-0-0")).toEqual([]);
    expect(await listed("DECIDED")).toMatchObject([{ state: "Blocked" }]);
    expect(await listed("HONEST")).toMatchObject([{ reason: "WrongPassword" }]);
    expect((await announced(books.db)).length - told).toBeLessThanOrEqual(batches * 100);
  }, 60_000);

  test("from addresses without end leaves the newest ones", async () => {
    for (let batch = 0; batch < 3; batch += 1) {
      const nameless = Array.from({ length: 2_500 }, (_, index) => ({
        source: `2001:db8::${batch}:${index.toString(16)}`,
        reason: "NotTls" as const,
        detail: null,
        count: 1,
        at: minutes(100 + batch),
      }));
      await recordRefusals(books.as("admin"), { named: [], nameless });
    }
    const open = { source: { not: null }, dismissedAt: null };
    expect(await books.db.handshakeRefusal.count({ where: open })).toBe(REFUSAL_GROUPS_MAX.nameless);
    const newest = { source_reason: { source: "2001:db8::2:9c3", reason: "NotTls" } };
    expect(await books.db.handshakeRefusal.findUnique({ where: newest })).not.toBeNull();
  }, 60_000);
});
