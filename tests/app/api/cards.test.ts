import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
});
afterAll(async () => caller.close());

test("a card has a group and limits; a group that is named for the first time becomes one", async () => {
  const limits = { concurrentMax: null, energyLimitWh: 20_000, sessionsPerDayMax: 2, validFrom: T0.toISOString() };
  const made = await caller.call("POST", "/tokens", { json: { uid: "C-1", groupId: "Fleet", ...limits } });
  expect(made.body).toMatchObject({ uid: "C-1", groupId: "Fleet", ...limits });
  const other = await caller.call("POST", "/tokens", { json: { uid: "C-2", groupId: "FLEET" } });
  expect(other.body).toMatchObject({ groupId: "Fleet", concurrentMax: 1, energyLimitWh: null });
  expect((await caller.call("GET", "/token-groups")).body).toEqual({
    items: [{ uid: "Fleet", name: null, status: "Accepted", expiresAt: null, tokenCount: 2 }],
  });
  const changed = await caller.call("PATCH", "/token-groups/fleet", { json: { status: "Blocked", name: "Vans" } });
  expect(changed.body).toMatchObject({ uid: "Fleet", status: "Blocked", name: "Vans", tokenCount: 2 });
  expect((await caller.call("PATCH", "/tokens/c-1", { json: { energyLimitWh: null } })).body).toMatchObject({
    energyLimitWh: null,
    sessionsPerDayMax: 2,
  });
  expect((await caller.call("PATCH", "/tokens/c-1", { json: { sessionsPerDayMax: 0 } })).status).toBe(400);
  expect((await caller.call("POST", "/token-groups", { json: { uid: "FLEET" } })).status).toBe(409);
  expect((await caller.call("PATCH", "/token-groups/none", { json: {} })).status).toBe(404);
  expect((await caller.call("POST", "/token-groups", { json: { uid: "X" }, as: "viewer" })).status).toBe(403);
});

test("a card that was presented and is not known becomes one of ours, once", async () => {
  const { db } = caller.books;
  const { id: stationId } = await aStation(db, { identity: "CP-9" });
  const seen = { uid: "04AB", uidKey: "04ab", type: "ISO14443", stationId, isAccepted: false, firstAt: T0, lastAt: T0 };
  await db.unknownToken.create({ data: seen });
  const list = await caller.call("GET", "/unknown-tokens", { as: "viewer" });
  const listed = { uid: "04AB", type: "ISO14443", identity: "CP-9", count: 1, isAccepted: false };
  expect(list.body).toEqual({
    items: [{ ...listed, firstAt: T0.toISOString(), lastAt: T0.toISOString() }],
    total: 1,
  });
  expect((await caller.call("POST", "/unknown-tokens/adopt", { json: { uid: "04ab" }, as: "viewer" })).status).toBe(
    403,
  );
  const made = await caller.call("POST", "/unknown-tokens/adopt", { json: { uid: "04ab" } });
  expect([made.status, made.body]).toMatchObject([
    201,
    { uid: "04AB", label: "seen at CP-9, 2026-11-22", status: "Accepted" },
  ]);
  expect((await caller.call("GET", "/unknown-tokens")).body).toEqual({ items: [], total: 0 });
  expect((await caller.call("POST", "/unknown-tokens/adopt", { json: { uid: "04AB" } })).status).toBe(404);
});

test("a site is changed; what is left out stays, and a name is one site's", async () => {
  const made = await caller.call("POST", "/sites", { json: { name: "Depot", timeZone: "Africa/Nairobi" } });
  await caller.call("POST", "/sites", { json: { name: "Mall" } });
  const path = `/sites/${String(made.body["id"])}`;
  const changed = await caller.call("PATCH", path, { json: { unknownTokens: "AcceptAndKeep", sendsCardLists: true } });
  expect(changed.body).toEqual({ ...made.body, unknownTokens: "AcceptAndKeep", sendsCardLists: true });
  expect((await caller.call("PATCH", path, { json: { name: "Mall" } })).status).toBe(409);
  expect((await caller.call("PATCH", path, { json: { unknownTokens: "Perhaps" } })).status).toBe(400);
  expect((await caller.call("PATCH", "/sites/123456", { json: {} })).status).toBe(404);
  expect((await caller.call("PATCH", path, { json: {}, as: "operator" })).status).toBe(403);
});

test("a station's own list is read and sent", async () => {
  const { db } = caller.books;
  await aGateway(db);
  await aStation(db, { identity: "CP-10", ...connected });
  await aStation(db, { identity: "CP-11" });
  expect((await caller.call("GET", "/stations/CP-10/local-list", { as: "viewer" })).body).toMatchObject({
    state: "Unknown",
    versionKnown: null,
    step: null,
    entriesPerMessage: 20,
  });
  const sent = await caller.call("POST", "/stations/CP-10/local-list/sync", { as: "operator" });
  expect([sent.status, sent.body]).toMatchObject([202, { step: { name: "GetLocalListVersion", state: "Pending" } }]);
  const again = await caller.call("POST", "/stations/CP-10/local-list/sync");
  expect(again.body["step"]).toMatchObject({ id: (sent.body["step"] as { id: string }).id });
  expect((await caller.call("POST", "/stations/CP-10/local-list/sync", { as: "viewer" })).status).toBe(403);
  expect((await caller.call("POST", "/stations/CP-11/local-list/sync")).status).toBe(409);
  expect((await caller.call("GET", "/stations/NONE/local-list")).status).toBe(404);
});

test("a list of cards is previewed, then imported as it was seen", async () => {
  const csv = "uid,label\nI-1,One\nI-2,Two";
  const seen = await caller.call("POST", "/tokens/import-previews", { json: { csv } });
  expect(seen.body).toMatchObject({ counts: { New: 2, Changed: 0, Same: 0 }, errors: [], unknownColumns: [] });
  const { planHash } = seen.body as { planHash: string };
  const json = { csv, planHash };
  expect((await caller.call("POST", "/tokens/imports", { json, as: "viewer" })).status).toBe(403);
  expect((await caller.call("POST", "/tokens/imports", { json })).body).toEqual({ created: 2, changed: 0, leftOut: 0 });
  expect((await caller.call("POST", "/tokens/imports", { json })).status).toBe(409);
  expect((await caller.call("GET", "/tokens/i-2")).body).toMatchObject({ label: "Two" });
  const wrong = await caller.call("POST", "/tokens/import-previews", { json: { csv: "label\nOne" } });
  expect([wrong.status, wrong.body]).toMatchObject([400, { errors: [{ field: "csv" }] }]);
});
