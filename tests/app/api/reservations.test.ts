import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
  for (const identity of ["CP-1", "CP-2"]) await aStation(caller.books.db, { identity, ...connected });
});
afterAll(async () => caller.close());

const expiresAt = new Date(T0.getTime() + 3_600_000).toISOString();
const reserve = { command: "ReserveNow", evse: 1, tokenUid: "04AABB", expiresAt };
const ids = (body: Record<string, unknown>): unknown[] =>
  (body["items"] as { identity: string; state: string }[]).map(({ identity, state }) => [identity, state]);

test("reservations are told of the fleet and of one station, page by page, to whoever may read", async () => {
  for (const identity of ["CP-1", "CP-2", "CP-1"]) {
    expect((await caller.call("POST", `/stations/${identity}/commands`, { json: reserve })).status).toBe(202);
  }
  const first = await caller.call("GET", "/reservations?limit=2", { as: "viewer" });
  expect(ids(first.body)).toEqual([
    ["CP-1", "Requested"],
    ["CP-2", "Requested"],
  ]);
  const cursor = String(first.body["nextCursor"]);
  const second = await caller.call("GET", `/reservations?limit=2&cursor=${cursor}`);
  expect([ids(second.body), second.body["nextCursor"]]).toEqual([[["CP-1", "Requested"]], null]);
  const own = await caller.call("GET", "/stations/CP-2/reservations?phase=current");
  expect(own.body["items"]).toEqual([
    expect.objectContaining({ identity: "CP-2", evse: 1, tokenUid: "04AABB", expiresAt, sessionId: null }),
  ]);
  expect(ids((await caller.call("GET", "/reservations?phase=ended")).body)).toEqual([]);
});

test("a reservation that would be over already is refused", async () => {
  const json = { ...reserve, expiresAt: T0.toISOString() };
  expect((await caller.call("POST", "/stations/CP-1/commands", { json })).status).toBe(400);
});

test("the reservations of a station that is not known are not found, and a strange cursor is refused", async () => {
  expect((await caller.call("GET", "/stations/NOBODY/reservations")).status).toBe(404);
  expect((await caller.call("GET", "/reservations?cursor=abc")).status).toBe(400);
});
