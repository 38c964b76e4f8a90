import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
  for (const identity of ["CP-1", "CP-2"]) await aStation(caller.books.db, { identity, ...connected });
  await aStation(caller.books.db, { identity: "AWAY" });
});
afterAll(async () => caller.close());

const start = { command: "RemoteStart", evse: 1, tokenUid: "04AABB" };

test("a neutral command is taken, and read back where the answer says", async () => {
  const asked = await caller.call("POST", "/stations/CP-1/commands", { json: start, as: "operator" });
  expect(asked.status).toBe(202);
  expect(asked.body).toMatchObject({
    identity: "CP-1",
    name: "RemoteStart",
    state: "Pending",
    requestedBy: "operator",
    request: { type: "RemoteStart", evse: 1, tokenUid: "04AABB" },
  });
  const path = asked.headers.get("Location")?.replace("/api/v1", "") ?? "";
  expect((await caller.call("GET", path, { as: "viewer" })).body).toEqual(asked.body);
});

test("a raw command of any action is taken for the gateway to check", async () => {
  const json = { action: "ChangeConfiguration", payload: { key: "HeartbeatInterval", value: "60" } };
  const { status, body } = await caller.call("POST", "/stations/CP-1/commands", { json });
  expect(status).toBe(202);
  expect(body).toMatchObject({ name: "Raw", request: { type: "Raw", ...json } });
});

test("a command for a station that is away comes back settled", async () => {
  const { status, body } = await caller.call("POST", "/stations/AWAY/commands?wait=30", { json: start });
  expect(status).toBe(202);
  expect(body).toMatchObject({ state: "NotConnected" });
});

test("with wait the answer comes as soon as the station has answered", async () => {
  const id = randomUUID();
  const asking = caller.call("POST", "/stations/CP-1/commands?wait=30", { json: { ...start, id } });
  const { command } = caller.books.db;
  await expect.poll(() => command.count({ where: { id } })).toBe(1);
  const answered = { answeredAt: T0, settledAt: T0, answerStatus: "Rejected", answer: { status: "Rejected" } };
  await command.update({ where: { id }, data: { state: "Rejected", ...answered } });
  expect((await asking).body).toMatchObject({ id, state: "Rejected", answer: { status: "Rejected" } });
});

test("waiting longer than a minute is refused", async () => {
  expect((await caller.call("POST", "/stations/CP-1/commands?wait=61", { json: start })).status).toBe(400);
});

test("the commands of a station are listed newest first", async () => {
  const { body } = await caller.call("GET", "/stations/AWAY/commands?limit=1");
  expect(body).toMatchObject({ items: [{ name: "RemoteStart", state: "NotConnected" }] });
  expect((await caller.call("GET", "/stations/NOBODY/commands")).status).toBe(404);
});

test("the same Idempotency-Key asks once and is answered the same", async () => {
  const headers = { "Idempotency-Key": "once-1" };
  const first = await caller.call("POST", "/stations/CP-2/commands", { json: start, headers });
  const again = await caller.call("POST", "/stations/CP-2/commands?wait=1", { json: start, headers });
  expect(again.body).toEqual(first.body);
  expect([again.status, again.headers.get("Location")]).toEqual([first.status, first.headers.get("Location")]);
  expect(again.headers.get("Idempotency-Replayed")).toBe("true");
  const { body } = await caller.call("GET", "/stations/CP-2/commands");
  expect(body["items"]).toHaveLength(1);
});

test("the same Idempotency-Key on another request is refused", async () => {
  const headers = { "Idempotency-Key": "once-2" };
  await caller.call("POST", "/stations/CP-2/commands", { json: start, headers });
  const other = await caller.call("POST", "/stations/CP-2/commands", { json: { ...start, evse: 2 }, headers });
  expect([other.status, other.body["code"]]).toEqual([422, "IdempotencyKeyReused"]);
  const elsewhere = await caller.call("POST", "/stations/CP-1/commands", { json: start, headers });
  expect(elsewhere.status).toBe(422);
});

test("a request that is still being carried out is told to a second one with its key", async () => {
  const headers = { "Idempotency-Key": "once-3" };
  const id = randomUUID();
  const json = { ...start, id };
  const first = caller.call("POST", "/stations/CP-2/commands?wait=30", { json, headers });
  await expect.poll(() => caller.books.db.command.count({ where: { id } })).toBe(1);
  const second = await caller.call("POST", "/stations/CP-2/commands?wait=30", { json, headers });
  expect([second.status, second.body["code"]]).toEqual([409, "InProgress"]);
  await caller.books.db.command.update({ where: { id }, data: { state: "Done", settledAt: T0 } });
  expect((await first).status).toBe(202);
});

test("keys of two callers do not meet", async () => {
  const headers = { "Idempotency-Key": "once-4" };
  const mine = await caller.call("POST", "/stations/CP-2/commands", { json: start, headers });
  const yours = await caller.call("POST", "/stations/CP-2/commands", { json: start, headers, as: "operator" });
  expect(yours.status).toBe(202);
  expect(yours.body["id"]).not.toBe(mine.body["id"]);
});

test("a refused request may be put right under the same key", async () => {
  const headers = { "Idempotency-Key": "once-5" };
  const wrong = await caller.call("POST", "/stations/CP-2/commands", { json: { ...start, evse: -1 }, headers });
  expect(wrong.status).toBe(400);
  expect((await caller.call("POST", "/stations/CP-2/commands", { json: start, headers })).status).toBe(202);
});

test("a repeated creation shows its password again, though the books cannot read it", async () => {
  const options = { json: { identity: "CP-9" }, headers: { "Idempotency-Key": "once-6" } };
  const first = await caller.call("POST", "/stations", options);
  const again = await caller.call("POST", "/stations", options);
  expect(again.body).toEqual(first.body);
  const kept = await caller.books.db.idempotentRequest.findMany({ where: { key: "once-6" } });
  expect(kept).toHaveLength(1);
  expect(JSON.stringify(kept)).not.toContain(String(first.body["password"]));
});
