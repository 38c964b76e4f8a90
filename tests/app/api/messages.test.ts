import { afterAll, beforeAll, expect, test } from "vitest";
import { aStation, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  const { db } = caller.books;
  const [a, b] = [await aStation(db, { identity: "A" }), await aStation(db, { identity: "B" })];
  const row = (stationId: number, messageId: string, result = "Ok") => ({
    at: new Date(T0.getTime() - 60_000),
    stationId,
    epoch: 1,
    direction: "In",
    action: "Heartbeat",
    messageId,
    result,
    request: "{}",
  });
  await db.messageLog.createMany({ data: [row(a.id, "a1"), row(b.id, "b1"), row(b.id, "b2", "InternalError")] });
});
afterAll(async () => caller.close());

test("the messages of the fleet and of one charger are listed with their filters", async () => {
  const fleet = await caller.call("GET", "/messages?result=Error", { as: "viewer" });
  expect(fleet.body).toMatchObject({
    items: [{ identity: "B", messageId: "b2", result: "InternalError", summary: "" }],
    nextCursor: null,
    searchedBackTo: null,
  });
  const one = await caller.call("GET", "/stations/B/messages?hideRoutine=true", { as: "viewer" });
  expect(one.body).toMatchObject({ items: [] });
  expect((await caller.call("GET", "/messages?hideRoutine=perhaps")).status).toBe(400);
  expect((await caller.call("GET", "/messages?identity=C")).status).toBe(404);
});

test("a filter is exported as a file", async () => {
  const { status, headers, body } = await caller.call("GET", "/messages/export?identity=A", { as: "viewer" });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8");
  expect(headers.get("content-disposition")).toMatch(/^attachment; filename="messages-2026-11-22T100000\.ndjson"$/);
  expect(body).toMatchObject({ identity: "A", messageId: "a1" });
  expect((await caller.call("GET", "/messages/export", { as: "nobody" })).status).toBe(401);
  expect((await caller.call("GET", "/messages/export?format=xls")).status).toBe(400);
});
